package sqlite

import (
	"os"

	"golang.org/x/sys/windows"
)

// access returns why a file cannot be written, nil if it can. What keeps it from being read shows
// when it is opened.
func access(path string) (unwritable, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&0o200 == 0 {
		return os.ErrPermission, nil
	}
	return nil, nil
}

// folderAccess returns nil: what can be done in a folder shows when it is done.
func folderAccess(string) error { return nil }

// isFull reports whether the disk of a folder has next to no room left.
func isFull(folder string) bool {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return false
	}
	var free uint64
	return windows.GetDiskFreeSpaceEx(name, &free, nil, nil) == nil && free < 1<<16
}

// makePrivate lets nobody but the owner, administrators and the system use a file. The two files
// that SQLite keeps beside a ledger while it is in use have the permissions of the folder.
func makePrivate(path string) error {
	sd, err := windows.SecurityDescriptorFromString("D:P(A;;FA;;;OW)(A;;FA;;;BA)(A;;FA;;;SY)")
	if err != nil {
		return err
	}
	acl, _, err := sd.DACL()
	if err != nil {
		return err
	}
	const what = windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
	return windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, what, nil, nil, acl, nil)
}
