package inbox

// Problem is a reason why something of a mail is not there, or may not be what was meant.
type Problem string

const (
	NoFrom         Problem = "no_from"          // nobody to answer
	SeveralFrom    Problem = "several_from"     // more than one sender: the first is taken
	NoDate         Problem = "no_date"          // none at all
	DateUnreadable Problem = "date_unreadable"  // one that is no date, or that cannot be
	NoText         Problem = "no_text"          // no words in it, written or quoted
	TextLong       Problem = "text_long"        // cut at MaxText; the whole is among the attachments
	TextsDiffer    Problem = "texts_differ"     // the HTML says something else than the text; it is among the attachments
	HTMLLong       Problem = "html_long"        // more HTML than is read; it is among the attachments
	HiddenText     Problem = "hidden_text"      // the HTML holds words that it does not show; they are read
	ControlBytes   Problem = "control_bytes"    // NUL and their like, left out
	HeaderNone     Problem = "header_none"      // it begins with its text
	HeaderBroken   Problem = "header_broken"    // lines in the header that say nothing
	HeaderLong     Problem = "header_long"      // cut
	WordBroken     Problem = "word_broken"      // an encoded word (RFC 2047) that could not be read whole
	CharsetUnknown Problem = "charset_unknown"  // read as if it were windows-1252
	CharsetWrong   Problem = "charset_wrong"    // the bytes are not in the character set that is named
	CharsetMissing Problem = "charset_missing"  // none is named, and it is not ASCII: guessed
	UTF7           Problem = "utf7"             // left as it is: it hides what other programs check
	EncodingBroken Problem = "encoding_broken"  // base64, quoted-printable or uuencode with rubbish or without an end
	EncodingNone   Problem = "encoding_unknown" // a transfer encoding that nobody knows: taken as it is
	BoundaryBroken Problem = "boundary_broken"  // parts without the line that parts them: taken as text
	Unfinished     Problem = "unfinished"       // it ends before the last boundary
	TooDeep        Problem = "too_deep"         // parts within parts within parts: the innermost are kept as a file
	TooManyParts   Problem = "too_many_parts"   // what comes after MaxParts is kept as one file
	Encrypted      Problem = "encrypted"        // S/MIME or PGP: kept as a file, unread
	Elsewhere      Problem = "elsewhere"        // a part that is not in the mail but named in it: not fetched (RFC 2046, 5.2.3)
	PieceOfMail    Problem = "piece_of_mail"    // one of several mails that together are one (RFC 2046, 5.2.2)
	OutlookFile    Problem = "outlook_file"     // a winmail.dat that could not be unpacked, kept as it is
	NameMissing    Problem = "name_missing"     // a file without a name of which nothing says what it is
	TooLarge       Problem = "too_large"        // more than MaxMail: the rest is not read
)

// What one mail may hold. What is beyond is named by a Problem and stands in the mail itself.
const (
	MaxMail  = 64 << 20 // bytes that are read of a mail
	MaxText  = 100_000  // bytes of Text and of Folded together
	MaxParts = 1000
	MaxDepth = 20
)
