package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
	"picreport/report"
)

const ledgerPublishedLong = `Published lists what was published, with what was withdrawn, which gates were opened and which
warnings were accepted: by whom, when and why. The same figures again are the same publication: it
has the last file, and the JSON lists the earlier ones.

` + failure.Codes

func newLedgerPublishedCommand(env *Env) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "published",
		Short: "List what was published",
		Long:  ledgerPublishedLong,
		Example: `  picreport ledger published
  picreport ledger published --format json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return withLedger(cmd.Context(), env, false, args, func(ctx context.Context, env *Env, l *ledger.Ledger, _ []string) error {
				return runLedgerPublished(ctx, env, l, format)
			})
		},
	}
	addChoice(cmd, cmd.Flags(), &format, "format", "form of the list", "text", "json")
	wrapArgs(cmd)
	return cmd
}

// publishedSchema names the form of the document of publications. Keys are only ever added to it.
const publishedSchema = "picreport.published/1"

// documentPublished is a publication as JSON has it.
type documentPublished struct {
	Program     string          `json:"program,omitempty"`
	Quarter     string          `json:"quarter"`
	PublishedAt time.Time       `json:"published_at"`
	File        string          `json:"file"`
	SHA256      string          `json:"sha256"`
	Earlier     []earlierFile   `json:"earlier"` // files with the same figures, the oldest first
	Withdrawn   *documentNote   `json:"withdrawn"`
	Opened      []documentNote  `json:"opened"`
	Accepted    []documentNote  `json:"accepted"`
	Figures     json.RawMessage `json:"figures"`
}

type earlierFile struct {
	File        string    `json:"file"`
	SHA256      string    `json:"sha256"`
	PublishedAt time.Time `json:"published_at"`
}

type documentNote struct {
	Name   string    `json:"name,omitempty"` // of the gate, or the code of the finding
	Count  int       `json:"count,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

func documentOf(program string, p ledger.Published) documentPublished {
	d := documentPublished{
		Program: program, Quarter: p.Quarter, PublishedAt: p.At, File: p.Output, SHA256: p.SHA256, Figures: p.Figures,
		Earlier: []earlierFile{}, Opened: []documentNote{}, Accepted: []documentNote{},
	}
	for _, f := range p.Earlier {
		d.Earlier = append(d.Earlier, earlierFile{f.Output, f.SHA256, f.At})
	}
	for _, n := range p.Notes {
		note := documentNote{n.Name, n.Count, n.By, n.At, n.Reason}
		switch n.Kind {
		case ledger.Withdrawn:
			d.Withdrawn = &note
		case ledger.Opened:
			d.Opened = append(d.Opened, note)
		case ledger.Accepted:
			d.Accepted = append(d.Accepted, note)
		}
	}
	return d
}

func runLedgerPublished(ctx context.Context, env *Env, l *ledger.Ledger, format string) error {
	programs, err := programsOf(ctx, l)
	if err != nil {
		return err
	}
	published := make([][]ledger.Published, len(programs))
	for i, program := range programs {
		if published[i], err = l.In(program).Published(ctx, ""); err != nil {
			return err
		}
	}
	if format == "json" {
		all := []documentPublished{}
		for i, program := range programs {
			for _, p := range published[i] {
				all = append(all, documentOf(program, p))
			}
		}
		return jsondoc.Write(env.Stdout, struct {
			Schema    string              `json:"schema"`
			Published []documentPublished `json:"published"`
		}{publishedSchema, all})
	}
	return columns(env.Stdout, func(line func(string, ...any)) {
		line("%sQUARTER\tPUBLISHED\tSERVED\tNEW\tSINCE INCEPTION\tFILE\tSHA256\tNOTES", programColumn(programs, "PROGRAM"))
		for i, program := range programs {
			for _, p := range published[i] {
				served, fresh, all := "?", "?", "?"
				var f report.Figures
				if err := json.Unmarshal(p.Figures, &f); err == nil {
					c := f.Clients
					served, fresh, all = strconv.Itoa(c.Served), strconv.Itoa(c.New), strconv.Itoa(c.SinceInception)
				}
				line("%s%s\t%s\t%s\t%s\t%s\t%s\t%.12s\t%s", programColumn(programs, program), p.Quarter, moment(p.At),
					served, fresh, all, p.Output, p.SHA256, notesText(p))
			}
		}
	})
}

// notesText says in one cell what stands with a publication.
func notesText(p ledger.Published) string {
	var parts []string
	if n := len(p.Earlier); n > 0 {
		parts = append(parts, finding.Counted(n, "earlier file", "earlier files"))
	}
	for _, n := range p.Notes {
		text := string(n.Kind)
		if n.Count > 0 {
			text += fmt.Sprintf(" %d", n.Count)
		}
		if n.Name != "" {
			text += " " + n.Name
		}
		text += fmt.Sprintf(" by %s on %s", n.By, n.At.Format(time.DateOnly))
		if n.Reason != "" {
			text += ": " + n.Reason
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

const ledgerWithdrawLong = `Withdraw takes back what was published of a period: a report of it that is built afterwards is no
restatement, and no report says that its figures have changed. The ledger keeps that it was published
and withdrawn, by whom, when and why; published lists it. The files of the report are left alone.

` + failure.Codes

func newLedgerWithdrawCommand(env *Env) *cobra.Command {
	var o job.WithdrawOptions
	cmd := &cobra.Command{
		Use:     "withdraw PERIOD",
		Short:   "Take back what was published of a period",
		Long:    ledgerWithdrawLong,
		Example: `  picreport ledger withdraw 2024Q2 --reason "built before the late entries"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Period = args[0]
			return runLedgerWithdraw(cmd.Context(), env, o)
		},
	}
	cmd.Flags().StringVar(&o.Reason, "reason", "", "why it is withdrawn, without names or IDs of clients")
	cmd.Flags().StringVar(&o.By, "by", "", "`name` of who withdraws it (default: the user of the system)")
	wrapArgs(cmd)
	return cmd
}

func runLedgerWithdraw(ctx context.Context, env *Env, o job.WithdrawOptions) error {
	period, n, err := job.Withdraw(ctx, env.job(), o)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: %s withdrawn\n", period, finding.Counted(n, "publication", "publications"))
	return err
}
