package table

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
)

// oleEntry is the size of an entry of an OLE file's directory, which begins at a multiple of it
// ([MS-CFB] 2.6.1).
const oleEntry = 128

// oleNames calls do for each entry that may be one of an OLE file's directory, with the name that it
// has, until do returns false. The directory is not walked, so that a damaged file can be told too:
// an entry is told by its name and the length of that.
func oleNames(raw []byte, do func(entry []byte, name string) bool) {
	for at := 0; at+oleEntry <= len(raw); at += oleEntry {
		entry := raw[at : at+oleEntry]
		size := int(binary.LittleEndian.Uint16(entry[64:])) // with the zero at its end
		if size < 4 || size > 64 || size%2 != 0 || entry[size-2] != 0 || entry[size-1] != 0 {
			continue
		}
		units := make([]uint16, size/2-1)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(entry[2*i:])
		}
		if !do(entry, string(utf16.Decode(units))) {
			return
		}
	}
}

// hasStream reports whether an OLE file has a stream of that name, in any case, as OLE compares them.
// In a file that is too damaged for a directory the name alone, as UTF-16, tells it.
func hasStream(raw []byte, name string) bool {
	found, whole := false, false
	oleNames(raw, func(_ []byte, has string) bool {
		whole = whole || strings.EqualFold(has, "Root Entry")
		found = strings.EqualFold(has, name)
		return !found
	})
	if found || whole {
		return found
	}
	for _, as := range []string{name, strings.ToUpper(name), strings.ToLower(name)} {
		var wide []byte
		for _, c := range []byte(as + "\x00") {
			wide = append(wide, c, 0)
		}
		if bytes.Contains(raw, wide) {
			return true
		}
	}
	return false
}

// renameStream writes the name of a stream as it is given, where the file has it in another case.
func renameStream(raw []byte, name string) {
	oleNames(raw, func(entry []byte, has string) bool {
		if has != name && strings.EqualFold(has, name) {
			for i, unit := range utf16.Encode([]rune(name)) {
				binary.LittleEndian.PutUint16(entry[2*i:], unit)
			}
		}
		return true
	})
}

// oleContent names an OLE file that is no encrypted workbook.
func oleContent(raw []byte) content {
	switch {
	case hasStream(raw, "Workbook"), hasStream(raw, "Book"):
		return "an old Excel workbook (.xls)"
	case hasStream(raw, "WordDocument"):
		return "an old Word document"
	case hasStream(raw, "PowerPoint Document"):
		return "an old PowerPoint presentation"
	case hasStream(raw, "__properties_version1.0"):
		return "an Outlook message"
	}
	return "an old Office file"
}

// maxEncryptionInfo is how large the description of an encryption may be.
const maxEncryptionInfo = 1 << 20

// encryptionInfo reads what describes a workbook's encryption.
func encryptionInfo(raw []byte) (info []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("read the encryption: %v", p)
		}
	}()
	doc, err := mscfb.New(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		if entry.Name == "EncryptionInfo" {
			return io.ReadAll(io.LimitReader(entry, maxEncryptionInfo))
		}
	}
	return nil, errors.New("read the encryption: it is not described")
}

// unreadable says why a workbook of that encryption cannot be read, whatever the password, or
// returns nil ([MS-OFFCRYPTO] 2.2.8, 2.3.4).
func unreadable(raw []byte) *Error {
	const withoutPassword = "open it in Excel and save a copy without a password"
	if hasStream(raw, "DRMEncryptedTransform") || hasStream(raw, "DRMEncryptedDataSpace") {
		return &Error{
			Kind: UnknownEncryption, Msg: "the workbook is protected by rights management (IRM, or a sensitivity label), and " +
				"cannot be read",
			Hint: "open it in Excel with an account that may, and save a copy without the protection",
		}
	}
	info, err := encryptionInfo(raw)
	if err != nil || len(info) < 8 {
		return &Error{
			Kind: UnknownEncryption, Msg: "the workbook is encrypted, and how is not said in it, so that it cannot be read",
			Hint: "export it again, or " + withoutPassword, Err: err,
		}
	}
	major, minor := binary.LittleEndian.Uint16(info), binary.LittleEndian.Uint16(info[2:])
	how := ""
	switch {
	case major == 4 && minor == 4:
		how = agileEncryption(info[8:])
	case major >= 2 && major <= 4 && minor == 2:
		how = standardEncryption(info)
	case minor == 3 && (major == 3 || major == 4):
		how = "by a method that another program added to Office"
	default:
		how = fmt.Sprintf("by a method (version %d.%d) that is not known", major, minor)
	}
	if how == "" {
		return nil
	}
	return &Error{
		Kind: UnknownEncryption, Msg: "the workbook is encrypted " + how + ", and cannot be read", Hint: withoutPassword,
	}
}

// standardEncryption says how a workbook of Office 2007's encryption is encrypted, where it is not
// with AES.
func standardEncryption(info []byte) string {
	const algorithm = 12 + 8 // in the header behind two versions, flags and its size
	if len(info) < algorithm+4 {
		return "by a method that is not said"
	}
	switch id := binary.LittleEndian.Uint32(info[algorithm:]); id {
	case 0, 0x660E, 0x660F, 0x6610: // AES of 128, 192 and 256 bits; 0 leaves it to the flags
		return ""
	case 0x6801:
		return "with RC4, as older versions of Office do it"
	default:
		return fmt.Sprintf("by a method (%#x) that is not known", id)
	}
}

// agileEncryption says how a workbook of Office 2010's encryption is encrypted, where it is not
// with AES and a password.
func agileEncryption(description []byte) string {
	var e struct {
		KeyData struct {
			Cipher   string `xml:"cipherAlgorithm,attr"`
			Chaining string `xml:"cipherChaining,attr"`
		} `xml:"keyData"`
		Encryptors []struct {
			URI string `xml:"uri,attr"`
		} `xml:"keyEncryptors>keyEncryptor"`
	}
	switch err := xml.Unmarshal(description, &e); {
	case err != nil:
		return "by a method that is not said"
	case e.KeyData.Cipher != "AES":
		return "with " + plainName(e.KeyData.Cipher)
	case e.KeyData.Chaining != "" && e.KeyData.Chaining != "ChainingModeCBC":
		return "with AES in a mode (" + plainName(e.KeyData.Chaining) + ") that Excel does not use"
	case len(e.Encryptors) == 0 || !strings.HasSuffix(e.Encryptors[0].URI, "/password"):
		return "for the holder of a certificate and not with a password"
	}
	return ""
}

// plainName returns a name out of a file for a message, without anything that is no letter, digit or
// hyphen.
func plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
	if name == "" {
		return "a method that is not said"
	}
	return name[:min(len(name), 40)]
}
