// Package arrows keeps the arrows of the architecture: which package may import which, and
// where the clock may be read. Its test reads every Go file of the module, whatever its build
// tags, and fails for each arrow that Allowed does not have.
package arrows

// pure are the packages that answer from what they are handed. They import none of ours and do
// not read the clock.
var pure = []string{"dossier", "register", "calendar", "money", "accounts", "policy"}

// Allowed says for each package of ours, by its folder, which others of ours it may import.
// Folders below it follow the same line unless they have their own. What is not named here may
// import nothing of ours, so that a new folder is thought about when it is made.
var Allowed = map[string][]string{
	"dossier":       {},
	"policy":        {"dossier", "calendar", "money"}, // the file makes a calendar and reads amounts as people type them
	"calendar":      {"dossier"},
	"register":      {},
	"money":         {},
	"accounts":      {},
	"outbound":      {},
	"post":          {},
	"checkpoint":    {},
	"tombstone":     {},
	"export":        {"words"},
	"doors":         append([]string{"store", "words", "mail"}, pure...),
	"doors/openid":  {},
	"doors/passkey": {},
	"words":         {},
	"files":         {},
	"mail":          {"words", "dossier"},
	"inbox":         {},
	"inbox/imap":    {},
	"letters":       {"words", "dossier"},
	"store":         append([]string{"checkpoint"}, pure...),
	"casework":      append([]string{"store", "words", "mail", "post", "inbox", "letters", "files", "checkpoint", "tombstone", "export"}, pure...),
	"jobs":          append([]string{"casework", "store", "words", "mail", "letters", "files"}, pure...),
	"web":           append([]string{"casework", "doors", "store", "words", "files"}, pure...),
	"api":           append([]string{"casework", "doors", "store", "words", "files"}, pure...),
	"demo":          append([]string{"casework", "store", "words", "web", "files"}, pure...),
	"replay":        {"dossier", "policy"},
	"bench":         {"*"}, // measures the whole program
	"browser":       {},
	"e2e":           {"*"}, // tests of the whole program
	"endurance":     {"*"}, // the same, while something is done to it
	"tools":         {},
	"":              {"*"}, // main.go wires everything
}

// StandardLibraryOnly are the folders whose code outside tests imports nothing from elsewhere.
var StandardLibraryOnly = []string{"dossier", "money"}

// NoClock are the folders whose code outside tests never reads the clock: the moment is handed
// to them, so that every term can be tested and the demo can move its own time.
var NoClock = []string{
	"dossier", "policy", "calendar", "register", "money", "accounts", "words", "mail", "checkpoint", "casework", "store", "web", "demo", "outbound", "doors", "files", "inbox",
}

// ReaderOnly are the folders that read the store and never write to it: what they want changed, they
// ask of casework or doors. Writers names what they may therefore not use of package store: nothing is written without a Tx.
//
// Nor do they look into dossiers by themselves: what shows them comes from casework, which records who looked. Showing names the look-ups
// of the store that they may therefore not call, and the viewer that they may not be.
var (
	ReaderOnly = []string{"web", "api"}
	Writers    = []string{"Tx"}
	Showing    = []string{"Dossier", "Facts", "Mailbox", "Message", "Reads", "SentAs"}
	Unrecorded = "System"
)

// CallsOut is the folder through which the program calls other machines over HTTP. Callers are the names of net/http by which others
// could, past its checks; a pointer to a client that they were handed is none of them. Measuring names the folders that only ever call
// the program itself.
var (
	CallsOut  = "outbound"
	Callers   = []string{"Get", "Head", "Post", "PostForm", "DefaultClient", "DefaultTransport", "Client", "Transport"}
	Measuring = []string{"bench", "browser", "e2e", "endurance"}
)

// Pages are the folders whose routes are asked for who gets what (e2e/rights): they are registered with the Router, which remembers them,
// and with nothing else.
var (
	Pages  = []string{"web", "api", "demo", ""}
	Router = "web/kit/mux.go"
)
