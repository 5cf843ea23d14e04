package demo

import "github.com/wederhoor/wederhoor/register"

// branches are the clinics of the chain.
var branches = []register.Branch{
	{ID: "AMS", Name: "Amsterdam De Pijp", City: "Amsterdam"},
	{ID: "UTR", Name: "Utrecht Oudegracht", City: "Utrecht"},
	{ID: "RTD", Name: "Rotterdam Blaak", City: "Rotterdam"},
	{ID: "DHG", Name: "Den Haag Noordeinde", City: "Den Haag"},
	{ID: "EHV", Name: "Eindhoven Centrum", City: "Eindhoven"},
	{ID: "GRO", Name: "Groningen Grote Markt", City: "Groningen"},
	{ID: "ARN", Name: "Arnhem Korenmarkt", City: "Arnhem"},
	{ID: "BRE", Name: "Breda Ginnekenweg", City: "Breda"},
	{ID: "HRL", Name: "Haarlem Grote Houtstraat", City: "Haarlem"},
	{ID: "ZWO", Name: "Zwolle Diezerpoort", City: "Zwolle"},
	{ID: "MST", Name: "Maastricht Wyck", City: "Maastricht"},
	{ID: "LWD", Name: "Leeuwarden Nieuwestad", City: "Leeuwarden"},
}

// specialistNames are the forty people who treat clients, in the order of their numbers S01 to S40.
var specialistNames = []string{
	"Marjolein Verhagen", "Sanne Bakker", "Thijs van der Heijden", "Yasmina El Amrani", "Ruben Kuipers",
	"Lotte Hendriks", "Daan Vermeulen", "Fatima Yıldız", "Joris de Graaf", "Eva Schouten",
	"Niels Brouwer", "Priya Ramdin", "Koen Peeters", "Anouk Willems", "Bram Hoekstra",
	"Mila Jansen", "Stefan Kowalski", "Iris van Dongen", "Tom Hermans", "Noor Aziz",
	"Jelle Dijkstra", "Femke Visser", "Samuel Boateng", "Linda Maas", "Wouter Claassen",
	"Roos Timmerman", "Hugo Prins", "Aylin Demir", "Pieter Postma", "Vera Scholten",
	"Mees van Leeuwen", "Charlotte Dubois", "Gijs Martens", "Hanna Veenstra", "Milan Petrović",
	"Esther Blom", "Robin Lemmens", "Kim Nguyen", "Sjoerd Wiersma", "Nadia Haddad",
}

var givenNames = []string{
	"Anna", "Bart", "Carla", "Dennis", "Elif", "Floor", "Gerard", "Hilde", "Ibrahim", "Johanna", "Kees", "Laura", "Mohamed", "Nina",
	"Olaf", "Petra", "Quinten", "Rachid", "Sophie", "Tim", "Ursula", "Vincent", "Willemijn", "Xander", "Yara", "Zeynep", "Arjan", "Bianca",
	"Casper", "Dewi", "Erik", "Fenna", "Gwen", "Henk", "Ingrid", "Jasper", "Karin", "Lars", "Marloes", "Noah", "Okan", "Patricia",
	"Ramon", "Saskia", "Tessa", "Umut", "Veerle", "Wesley", "Yvonne", "Adriana", "Boris", "Chantal", "Dirk", "Emma", "Frank", "Greetje",
	"Harold", "Irene", "Jeroen", "Kirsten", "Luuk", "Monique", "Nordin", "Odette", "Paul", "Renske", "Sven", "Truus", "Valentina", "Wim",
}

var surnames = []string{
	"de Vries", "Jansen", "van den Berg", "Bakker", "van Dijk", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "de Groot", "Bos",
	"Vos", "Peters", "Hendriks", "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Smits", "de Graaf", "van der Meer",
	"van der Linden", "Kok", "Jacobs", "de Haan", "Vermeulen", "van den Heuvel", "van der Veen", "van den Broek", "de Bruijn", "Schouten",
	"van Beek", "Willems", "van Vliet", "Hoekstra", "Maas", "Verhoeven", "Koster", "van Dam", "Prins", "Blom", "Huisman", "Peeters",
	"Kuipers", "Veenstra", "Post", "Kramer", "van Wijk", "Postma", "Martens", "Gerritsen", "Bosman", "Aydın", "Yılmaz", "El Idrissi",
	"Benali", "Bouzid", "Ramdin", "Singh", "Nguyen", "Kowalska", "Novak", "Silva", "Pinas", "Martina", "Osei", "Haddad", "Tan",
	"Scholten", "van Gils", "Claessens", "Timmermans", "Groen", "Kuiper", "van der Velde", "Wolters", "Evers", "Sanders", "Boersma",
	"Rademaker", "Zijlstra", "Ubbens", "Hofman", "Driessen", "Cornelissen", "Leenders", "Stam", "Bruins", "Wessels", "Terpstra",
}

// One client in ten has one of the common names above, the others one put together out of these two, so that a surname has as many
// bearers as in a real register.
var (
	surnameStems = []string{
		"Water", "Berg", "Hoog", "Noord", "Zuider", "Ooster", "Wester", "Groene", "Nieuwen", "Olde", "Laven", "Haver", "Rooden", "Stein", "Wolden", "Brink",
		"Linden", "Eiken", "Elzen", "Heide", "Veen", "Molen", "Kerk", "Schuur", "Steen", "Zand", "Klei", "Duin", "Polder", "Dijk", "Sloot", "Wilgen",
		"Roos", "Vlas", "Koren", "Appel", "Peren", "Honing", "Vogel", "Valken",
	}
	surnameEndings = []string{
		"man", "huis", "veld", "kamp", "horst", "hof", "beek", "burg", "stra", "ink", "berg", "boer", "broek", "camp", "dal", "donk", "haar", "hout",
		"lo", "meijer", "oord", "rade", "stein", "werf", "wold",
	}
)

var streets = []string{
	"Dorpsstraat", "Kerkstraat", "Molenweg", "Stationsstraat", "Beukenlaan", "Julianastraat", "Havenkade", "Parkweg", "Wilgenstraat",
	"Schoolstraat", "Lindelaan", "Nieuwstraat", "Marktplein", "Vondelstraat", "Spoorlaan", "Kastanjelaan", "Rozenstraat", "Oranjelaan",
}

// treatmentKind is what the chain sells. Shades is the number advertised, 0 where none is.
type treatmentKind struct {
	name   string
	price  int64 // euro cents
	shades int
	weight int // of a hundred
}

var treatmentKinds = []treatmentKind{
	{"Tanden bleken, 4 tinten", 14900, 4, 26},
	{"Tanden bleken, 6 tinten", 19900, 6, 30},
	{"Tanden bleken, 8 tinten", 27900, 8, 16},
	{"Opfrisbehandeling, 2 tinten", 7950, 2, 14},
	{"Thuisbleekset met uitleg", 12500, 4, 6},
	{"Gebitsreiniging", 8900, 0, 8},
}
