package finding

// fileRules are the rules of a file: whether it can be read, and what its text or its packing
// shows.
var fileRules = family{
	FileUnreadable: {
		"file-unreadable", Error, "File cannot be read",
		"The file is missing, is a folder, or the system refused to read it. Nothing in it was counted.",
		"Check the path and the permissions, and close the file in other programs.",
	},
	FileWrongType: {
		"file-wrong-type", Error, "Not a CSV or XLSX file",
		"The content of the file is of another kind, whatever its name says. Nothing in it was counted.",
		"Save or export it again as CSV UTF-8 or as an Excel workbook (.xlsx).",
	},
	FileEncrypted: {
		"file-encrypted", Error, "Workbook needs a password",
		"The workbook is password-protected, and there was no password or a wrong one. Nothing in it was counted.",
		"Give the password with --password-file or PICREPORT_PASSWORD.",
	},
	FileDamaged: {
		"file-damaged", Error, "File is damaged",
		"The file breaks off or contradicts itself. Rows before the damage may have been read; do not rely on them.",
		"Export or copy the file again.",
	},
	FileTooLarge: {
		"file-too-large", Error, "File is too large",
		"The file unpacks to more than the stated limit, or a part of it is larger than any sheet can be.",
		"Export fewer rows or columns to a file, or check where it comes from.",
	},
	FileEmpty: {
		"file-empty", Error, "File is empty",
		"The file has no row at all.",
		"Export it again, and check the filter of the export.",
	},
	FileTwice: {
		"file-twice", Warning, "File named twice",
		"The same path was given more than once. It was read once.",
		"Name each file once.",
	},
	FileSameContent: {
		"file-same-content", Warning, "Same content as another file",
		"Two files are the same, byte for byte. Their contacts count once.",
		"Leave out one of them.",
	},
	EncodingGuessed: {
		"encoding-guessed", Info, "Encoding is not UTF-8",
		"The text is not valid UTF-8 and was read as Windows-1252, the encoding of older Windows programs.",
		"Save as “CSV UTF-8” to be sure of accented letters.",
	},
	FileNotice: {
		"file-oddity", Info, "Oddity of the file",
		"The file departs from its format in a way that does not change what was read.",
		nothingToDo,
	},
	StrayQuote: {
		"stray-quote", Warning, "Stray quotation mark",
		"A quotation mark stands where CSV allows none; the columns of this row may have shifted.",
		"Check the row, and double the quotation marks inside quoted text.",
	},
	NulBytes: {
		"nul-bytes", Warning, "NUL bytes",
		"The file has NUL bytes, which no text should have. They were left out.",
		"Export the file again; it may be damaged.",
	},
}
