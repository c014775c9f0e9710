package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"

	"github.com/rogpeppe/go-internal/testscript"
)

func cronTopic(t *testing.T) string {
	t.Helper()
	text, err := topicFiles.ReadFile("topics/cron.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestCrontab reads the crontab of help cron as cron does, and runs its command with its
// environment.
func TestCrontab(t *testing.T) {
	text := cronTopic(t)
	m := regexp.MustCompile(`(?m)^  (\S+ \S+ \S+ \S+ \S+) (cd \S+ && .*)$`).FindStringSubmatch(text)
	if m == nil {
		t.Fatal("there is no line of a crontab")
	}
	limits := [][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}}
	want := []string{"0", "7", "5", "1,4,7,10", "*"}
	for i, field := range strings.Fields(m[1]) {
		if field != want[i] {
			t.Errorf("field %d is %s; the text above it says %s", i+1, field, want[i])
		}
		for part := range strings.SplitSeq(field, ",") {
			n, err := strconv.Atoi(part)
			if part != "*" && (err != nil || n < limits[i][0] || n > limits[i][1]) {
				t.Errorf("field %d: %q is not between %d and %d", i+1, part, limits[i][0], limits[i][1])
			}
		}
	}
	if strings.Contains(m[2], "%") {
		t.Error("cron takes % for the end of the line")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	command := strings.NewReplacer("/srv/picreport", ".", "/usr/local/bin/picreport", "picreport").Replace(m[2])
	data, scripts := exampleData(t), t.TempDir()
	// The ledger of the examples holds an export that is not among those of the configuration.
	script := "exec picreport ledger remove contacts-2024.csv\nexec sh -c '" + command + "'\n" +
		`stdout '^progress-report-2024Q4.pdf$'
stdout -count=1 '^.+$'
! stderr .
exists progress-report-2024Q4.pdf
`
	filetest.Write(t, filepath.Join(scripts, "crontab.txtar"), script)
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PICREPORT_TODAY", "2025-01-05")
			for _, v := range regexp.MustCompile(`(?m)^  ([A-Z_]+)=(.*)$`).FindAllStringSubmatch(text, -1) {
				env.Setenv(v[1], v[2])
			}
			return layOut(env, data)
		},
	})
}

// unit returns a unit of help cron: the indented lines below its file name.
func unit(t *testing.T, name string) string {
	t.Helper()
	_, text, found := strings.Cut(cronTopic(t), "/etc/systemd/system/"+name+"\n\n")
	if !found {
		t.Fatalf("there is no %s", name)
	}
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" && !strings.HasPrefix(line, "  ") {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "  ") + "\n")
	}
	return b.String()
}

// TestSystemdUnits has systemd check the units of help cron, with this program in place of
// picreport.
func TestSystemdUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd is not installed")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	service, timer := filepath.Join(dir, "picreport.service"), filepath.Join(dir, "picreport.timer")
	filetest.Write(t, service, strings.ReplaceAll(unit(t, "picreport.service"), "/usr/local/bin/picreport", self))
	filetest.Write(t, timer, unit(t, "picreport.timer"))
	if out, err := exec.Command("systemd-analyze", "verify", "--man=no", service, timer).CombinedOutput(); err != nil ||
		len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	day := regexp.MustCompile(`(?m)^OnCalendar=(.*)$`).FindStringSubmatch(unit(t, "picreport.timer"))[1]
	out, err := exec.Command("systemd-analyze", "calendar", "--base-time=2024-12-31",
		"--iterations=4", day).CombinedOutput()
	if err != nil {
		t.Fatalf("systemd-analyze calendar: %v\n%s", err, out)
	}
	for _, day := range []string{"2025-01-05", "2025-04-05", "2025-07-05", "2025-10-05"} {
		if want := day + " 07:00:00"; !strings.Contains(string(out), want) {
			t.Errorf("the timer does not elapse at %s:\n%s", want, out)
		}
	}
}

// TestWindowsTask checks the options of schtasks in help cron
// (https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks-create),
// and runs the task's command.
func TestWindowsTask(t *testing.T) {
	line := regexp.MustCompile(`(?m)^  schtasks .*\n(?:    .*\n)*`).FindString(cronTopic(t))
	line = strings.Join(strings.Fields(line), " ")
	form := `^schtasks /Create /TN \w+ /SC MONTHLY /M ([A-Z,]+) /D (\d+) /ST (\d\d:\d\d) /TR "([^"]{1,261})"$`
	m := regexp.MustCompile(form).FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("not a task: %s", line)
	}
	if m[1] != "JAN,APR,JUL,OCT" || m[2] != "5" || m[3] != "07:00" {
		t.Errorf("the task is not at the time of the crontab: %s", line)
	}
	words := strings.Fields(m[4])
	if words[0] != `C:\picreport\picreport.exe` {
		t.Errorf("the task does not run picreport: %s", m[4])
	}
	env, stdout, stderr := testApp(t)
	env.Now = func() time.Time { return time.Date(2025, time.January, 5, 7, 0, 0, 0, time.UTC) }
	filetest.Write(t, config.Name, "exports: [contacts.csv]\n")
	data, err := os.ReadFile(filetest.Data("contacts-2024.csv"))
	if err != nil {
		t.Fatal(err)
	}
	filetest.Write(t, "contacts.csv", string(data))
	args := strings.Split(strings.ReplaceAll(strings.Join(words[1:], " "), `C:\picreport\`, ""), " ")
	if code := run(t.Context(), env, args); code != failure.Done || stdout.String() != "progress-report-2024Q4.pdf\n" {
		t.Errorf("%q: exit %d: %s%s", args, code, stdout, stderr)
	}
}
