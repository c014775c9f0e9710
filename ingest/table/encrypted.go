package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// maxEncrypted is how large an encrypted workbook may be: it is decrypted in memory.
const maxEncrypted = 256 << 20

// DefaultPassword is what Excel itself tries on a workbook that is encrypted only because it is
// protected against changes ([MS-OFFCRYPTO] 2.4.2.3).
const DefaultPassword = "VelvetSweatshop"

// openEncrypted opens an OLE file: an encrypted workbook, or something older.
func openEncrypted(in *input, o Options) (source, error) {
	if in.size > min(maxEncrypted, o.maxUnzipped()) {
		return nil, tooLarge(min(maxEncrypted, o.maxUnzipped()))
	}
	raw, err := io.ReadAll(in.tee())
	if err != nil {
		return nil, readError(err)
	}
	if !hasStream(raw, "EncryptedPackage") {
		return nil, wrongType(oleContent(raw))
	}
	renameStream(raw, "EncryptedPackage") // excelize knows the names in their own case alone
	renameStream(raw, "EncryptionInfo")
	if e := unreadable(raw); e != nil {
		return nil, e
	}
	passwords := []string{o.Password, DefaultPassword}
	if o.Password == "" {
		passwords = passwords[1:]
	}
	for _, password := range passwords {
		var decrypted []byte
		if decrypted, err = decrypt(raw, password); err == nil && bytes.HasPrefix(decrypted, []byte("PK")) {
			return openWorkbook(in, bytes.NewReader(decrypted), int64(len(decrypted)), o)
		}
	}
	switch {
	case err != nil && !errors.Is(err, excelize.ErrWorkbookPassword):
		return nil, &Error{
			Kind: UnknownEncryption, Msg: "the workbook is encrypted in a way that cannot be read", Err: err,
			Hint: "open it in Excel and save a copy without a password",
		}
	case o.Password == "":
		return nil, &Error{
			Kind: PasswordNeeded, Msg: "the workbook needs a password",
			Hint: "give it with --password-file or PICREPORT_PASSWORD",
		}
	}
	return nil, &Error{Kind: WrongPassword, Msg: "the password does not open the workbook", Hint: "check the password"}
}

// decrypt calls excelize, which panics on some malformed files.
func decrypt(raw []byte, password string) (decrypted []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			decrypted, err = nil, fmt.Errorf("decrypt: %v", p)
		}
	}()
	return excelize.Decrypt(raw, &excelize.Options{Password: password})
}
