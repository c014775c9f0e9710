package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// described is a workbook encrypted by excelize whose description of the encryption, which is 4 KiB
// and stands whole in the file, is another.
func described(t *testing.T, raw, was, is []byte) []byte {
	t.Helper()
	if len(was) != len(is) || bytes.Count(raw, was) != 1 {
		t.Fatalf("%d times in the file", bytes.Count(raw, was))
	}
	return bytes.Replace(raw, was, is, 1)
}

// What encrypts a workbook is said for what it is: a password would not help.
func TestUnreadableEncryption(t *testing.T) {
	x := excelize.NewFile()
	_ = x.SetCellStr("Sheet1", "A1", "x")
	raw := saved(t, x, excelize.Options{Password: "p"})
	info, err := encryptionInfo(raw)
	if err != nil {
		t.Fatal(err)
	}
	version := func(major, minor uint16) []byte {
		other := bytes.Clone(info)
		binary.LittleEndian.PutUint16(other, major)
		binary.LittleEndian.PutUint16(other[2:], minor)
		return other
	}
	algorithm := func(id uint32) []byte {
		other := bytes.Clone(info)
		binary.LittleEndian.PutUint32(other[20:], id)
		return other
	}
	tests := []struct {
		name, says string
		info       []byte
	}{
		{"extensible", "by a method that another program added to Office", version(4, 3)},
		{"extensible, older", "by a method that another program added to Office", version(3, 3)},
		{"unknown", "by a method (version 1.1) that is not known", version(1, 1)},
		{"RC4", "with RC4, as older versions of Office do it", algorithm(0x6801)},
		{"another algorithm", "by a method (0x6602) that is not known", algorithm(0x6602)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, password := range []string{"", "p"} {
				_, err := Read("-", bytes.NewReader(described(t, raw, info, tt.info)), Options{Password: password})
				var e *Error
				if !errors.As(err, &e) || e.Kind != UnknownEncryption || !strings.Contains(e.Msg, tt.says) ||
					!strings.Contains(e.Hint, "save a copy without a password") {
					t.Errorf("got %v", err)
				}
			}
		})
	}
}

func TestAgileEncryption(t *testing.T) {
	const encryptors = `<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/`
	for name, tt := range map[string]struct{ description, want string }{
		"a password":    {`<encryption><keyData cipherAlgorithm="AES" cipherChaining="ChainingModeCBC"/>` + encryptors + `password"/></keyEncryptors></encryption>`, ""},
		"a certificate": {`<encryption><keyData cipherAlgorithm="AES"/>` + encryptors + `certificate"/></keyEncryptors></encryption>`, "holder of a certificate"},
		"another mode":  {`<encryption><keyData cipherAlgorithm="AES" cipherChaining="ChainingModeCFB"/>` + encryptors + `password"/></keyEncryptors></encryption>`, "ChainingModeCFB"},
		"another cipher": {
			`<encryption><keyData cipherAlgorithm="3DES_112&#7;"/>` + encryptors + `password"/></keyEncryptors></encryption>`, "by a method that is not said",
		},
		"an older cipher": {`<encryption><keyData cipherAlgorithm="RC2"/></encryption>`, "with RC2"},
		"none":            {`<encryption/>`, "not said"},
		"no XML":          {`x`, "not said"},
	} {
		if got := agileEncryption([]byte(tt.description)); tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// OLE compares names without regard to case.
func TestEncryptedInCapitals(t *testing.T) {
	x := excelize.NewFile()
	_ = x.SetCellStr("Sheet1", "A1", "x")
	raw := saved(t, x, excelize.Options{Password: "p"})
	for _, change := range []func(string) string{strings.ToUpper, strings.ToLower} {
		other := bytes.Clone(raw)
		for _, name := range []string{"EncryptionInfo", "EncryptedPackage"} {
			other = described(t, other, []byte(utf16Text(name, false, false)), []byte(utf16Text(change(name), false, false)))
		}
		f := openBook(t, other, Options{Password: "p"})
		if got := cellsOf(t, f); len(got) != 1 || got[0] != "A1 text x" {
			t.Errorf("cells %q", got)
		}
		_, err := Read("-", bytes.NewReader(other), Options{})
		var e *Error
		if !errors.As(err, &e) || e.Kind != PasswordNeeded {
			t.Errorf("got %v", err)
		}
	}
}
