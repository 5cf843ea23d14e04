package dossier

// FileID names a file. The program draws it, 128 random bits; it says nothing of the file.
type FileID string

// NewFile is a file as it was taken in: looked at, written anew, and stored before the act.
type NewFile struct {
	ID    FileID
	Media string // by its content: "image/jpeg"
	Size  int64  // bytes, as stored
	Hash  string // SHA-256 of the bytes as stored, in hex
	Name  string // as it was given, cleaned; personal data
}

// ErasureGround is why words are erased.
type ErasureGround string

// The grounds: their time is over, or whom they are about asked for it.
const (
	GroundRetention ErasureGround = "retention"
	GroundRequest   ErasureGround = "request"
)

// Files, holds and erasure.
type (
	// AddFiles adds photos and documents to a complaint.
	AddFiles struct {
		Files []NewFile
		Most  int // as many as a dossier may hold by the policy in force; 0 when nothing limits it
	}
	// RedactFile takes a file out of sight and has its bytes deleted, with everything made of them.
	RedactFile struct {
		File   FileID `ask:"choice:file,required"`
		Reason string `ask:"line,required"` // read by whoever could read the file
	}
	// PlaceHold keeps anything of the dossier from being erased until a day is over. A later one takes its place.
	PlaceHold struct {
		Until  Date   `ask:"date,required"`
		Reason string `ask:"words,required"`
	}
	// LiftHold ends it before that.
	LiftHold struct {
		Reason string `ask:"words,required"`
	}
	// Erase takes words out for good: all of them, or those of one other person.
	Erase struct {
		Whose Party `ask:"choice:erasable,required"`
		Sure  bool  `ask:"check,required"`

		Ground ErasureGround // a request when a person gives it, unless it says otherwise
		Needed bool          // by the dossier that this one was merged into, which is open or held
	}
)
