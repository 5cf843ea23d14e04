package demo

import (
	"math/rand/v2"
	"strings"

	"github.com/wederhoor/wederhoor/dossier"
)

// theme is what a complaint is about, in the words of those concerned. {s} is the specialist, {b} the city.
type theme struct {
	name        string
	about       []dossier.About
	harm        bool
	severity    string // as a handler would judge it
	stories     []string
	english     []string
	wishes      []string
	englishWish string
	explained   []string // what the complainant adds on the phone
	allegation  string
	minutes     []string // the specialist's side
	measure     string
}

var themes = map[string]theme{
	"result": {
		name: "result", about: []dossier.About{dossier.AboutTreatment}, severity: "serious",
		stories: []string{
			"Ik heb betaald voor tanden bleken en zie na een week bijna geen verschil. De foto's van voor en na lijken op elkaar. Op de website staat dat het veel lichter zou worden.",
			"Mijn boventanden zijn lichter geworden, maar mijn ondertanden niet. Het ziet er nu vlekkerig uit. {s} zei dat het zou bijtrekken, maar dat is niet gebeurd.",
			"Er zitten witte vlekken op twee voortanden die er eerst niet waren. Iedereen in mijn omgeving vraagt ernaar. Ik durf niet goed meer te lachen.",
			"Na drie dagen was de kleur weer terug zoals hij was. Ik heb mij aan het witte dieet gehouden en geen koffie of rode wijn gedronken. Zo is het weggegooid geld.",
		},
		english: []string{
			"I paid for a whitening treatment before my wedding and I can hardly see any difference. {s} said the result would be clear at once. The photos show nothing.",
			"The result is uneven: the upper teeth are lighter, the lower ones are not. I would like somebody to look at it again.",
		},
		wishes: []string{
			"Ik wil mijn geld terug.", "Ik wil graag een nieuwe behandeling, liefst bij iemand anders.",
			"Een deel van het bedrag terug vind ik redelijk.", "Ik wil weten wat er mis is gegaan.",
		},
		englishWish: "I would like my money back, or a new treatment.",
		explained: []string{
			"De klant vertelt dat de kleurkaart vooraf maar kort is getoond. Achteraf is er geen foto gemaakt. De klant heeft zelf foto's van voor en na.",
			"De klant heeft zich aan de leefregels gehouden. Er is één ronde minder gedaan dan afgesproken, omdat er al iemand zat te wachten.",
		},
		allegation: "De klacht is dat het resultaat van de behandeling niet is wat was toegezegd, en dat er een ronde minder is gedaan dan afgesproken.",
		minutes: []string{
			"De specialist zegt dat er drie rondes zijn gedaan en dat het resultaat bij het weggaan samen is bekeken. Er is geen foto van gemaakt.",
			"De specialist geeft toe dat de derde ronde korter was, omdat het programma uitliep.",
		},
		measure: "Voortaan maakt de specialist van elke behandeling een foto vooraf en achteraf, en bespreekt die met de klant.",
	},
	"pain": {
		name: "pain", about: []dossier.About{dossier.AboutSpecialist, dossier.AboutTreatment}, harm: true, severity: "grave",
		stories: []string{
			"Tijdens het bleken brandde de gel op mijn tandvlees. Ik heb dat twee keer gezegd, maar {s} ging door. Mijn tandvlees is nu wit en rauw. De huisarts noemt het een brandwond.",
			"Ik heb sinds de behandeling hevige pijn aan mijn tanden, ook 's nachts. Warm en koud doet zeer. Vooraf is niet gevraagd of ik gevoelige tanden heb. Dat heb ik wel.",
			"Na de behandeling had ik blaren op mijn lip. Er was geen beschermlaag aangebracht. Ik heb drie dagen niet kunnen werken.",
		},
		english: []string{"The gel burned my gums. I said so twice, but the treatment went on. My doctor says it is a chemical burn."},
		wishes: []string{
			"Ik wil mijn geld terug en dat dit niemand anders overkomt.", "Ik wil vergoeding en excuses.", "Ik wil dat de specialist hiervan leert.",
		},
		englishWish: "I want my money back and I want this not to happen to others.",
		explained: []string{
			"De klant laat een foto zien van het tandvlees, een dag na de behandeling. De huisarts heeft een zalf voorgeschreven. De klant heeft tijdens de behandeling twee keer de hand opgestoken.",
			"De klant vertelt dat er vooraf geen vragenlijst is ingevuld. De pijn is na vijf dagen minder geworden.",
		},
		allegation: "De klacht is dat er is doorgegaan terwijl de klant aangaf dat de gel brandde, en dat het tandvlees niet goed was afgeschermd.",
		minutes: []string{
			"De specialist zegt dat de beschermlaag wel is aangebracht, maar dat die aan één kant losliet. Dat is pas bij het spoelen gezien. De specialist vindt het heel vervelend.",
			"De specialist herinnert zich dat de klant één keer een hand opstak. Daarna is gevraagd of het ging, en is de lamp lager gezet.",
		},
		measure: "Bij de eerste melding van pijn stopt de behandeling en wordt de beschermlaag nagekeken. Dit komt in de werkinstructie van alle vestigingen.",
	},
	"manner": {
		name: "manner", about: []dossier.About{dossier.AboutSpecialist}, severity: "serious",
		stories: []string{
			"{s} maakte opmerkingen over mijn gebit waar de hele wachtkamer van mee kon genieten. Ik voelde mij voor schut gezet.",
			"{s} was de hele tijd met de telefoon bezig en heeft bijna niets tegen mij gezegd. Toen ik iets vroeg, kreeg ik een zucht.",
			"Ik werd tijdens de behandeling drie keer alleen gelaten zonder uitleg. De laatste keer duurde dat twintig minuten met de lamp aan.",
			"{s} zei dat ik niet zo moest zeuren toen ik vertelde dat het zeer deed. Zo ga je niet met mensen om.",
		},
		english: []string{"{s} was on the phone during most of the treatment and sighed when I asked a question. I felt like a nuisance."},
		wishes: []string{
			"Ik wil excuses.", "Ik wil dat iemand dit met de specialist bespreekt.", "Ik wil geen geld, alleen erkenning.",
		},
		englishWish: "An apology would do.",
		explained: []string{
			"De klant vertelt rustig wat er is gezegd, en noemt de woorden. Er zat nog iemand in de wachtkamer die het gehoord moet hebben.",
		},
		allegation: "De klacht gaat over de bejegening tijdens de behandeling: opmerkingen die als kwetsend zijn ervaren, en te weinig uitleg.",
		minutes: []string{
			"De specialist zegt dat het als grapje bedoeld was en begrijpt nu dat het anders is aangekomen.",
			"De specialist zegt dat er een dringend telefoontje was van de andere behandelkamer en dat de klant is gevraagd even te wachten.",
		},
		measure: "De specialist volgt de dag over omgaan met klanten en bespreekt die met de leiding van de vestiging.",
	},
	"hygiene": {
		name: "hygiene", about: []dossier.About{dossier.AboutBranch}, severity: "serious",
		stories: []string{
			"De mondspreider lag open op een blad en zag er niet schoon uit. Toen ik ernaar vroeg, werd hij onder de kraan gehouden en toch gebruikt.",
			"In de behandelkamer lagen nog de handschoenen en het bekertje van de vorige klant. Dat hoort niet.",
		},
		english:     []string{"The tray with the tools of the client before me was still there when I sat down. That does not feel clean."},
		wishes:      []string{"Ik wil dat u de hygiëne in {b} nakijkt.", "Ik wil weten of ik mij zorgen moet maken."},
		englishWish: "Please look into the hygiene at this branch.",
		explained:   []string{"De klant beschrijft precies waar het blad stond. De volgende klant is volgens de klant meteen daarna geholpen."},
		allegation:  "De klacht gaat over hygiëne: gebruikte spullen zouden zijn blijven liggen.",
		minutes:     []string{"De specialist zegt dat de kamer die dag door twee mensen is gebruikt en dat het opruimen er soms bij inschiet."},
		measure:     "Na elke klant wordt de kamer afgetekend als schoon, voordat de volgende binnenkomt.",
	},
	"price": {
		name: "price", about: []dossier.About{dossier.AboutTreatment, dossier.AboutBranch}, severity: "minor",
		stories: []string{
			"Op de website stond een lagere prijs dan ik moest betalen. Aan de balie zeiden ze dat de actie net was afgelopen, maar dat stond er niet bij.",
			"Ik heb betaald voor een behandeling van drie rondes en kreeg er twee. Het verschil wil ik terug.",
			"Er is twee keer afgeschreven voor dezelfde behandeling. Ik heb een afschrift van de bank.",
		},
		english:     []string{"I was charged more than the price on the website. At the counter they told me the offer had ended the day before."},
		wishes:      []string{"Ik wil het verschil terug.", "Ik wil het te veel betaalde terug."},
		englishWish: "I would like the difference back.",
		explained:   []string{"De klant stuurt een schermafdruk van de website van die dag. De prijs van de actie staat er zonder einddatum."},
		allegation:  "De klacht is dat er is betaald voor meer dan er is gedaan.",
		minutes:     []string{"De specialist zegt niet over prijzen te gaan en verwijst naar de balie. Het aantal rondes staat op de kaart: twee."},
		measure:     "De balie noemt voortaan prijs en aantal rondes voordat de behandeling begint.",
	},
	"chair": {
		name: "chair", about: []dossier.About{dossier.AboutBranch}, severity: "minor",
		stories: []string{
			"De stoel was zo hard dat ik er rugpijn van kreeg. Ik moest er een uur in liggen.",
			"De stoel kon niet lager en ik lag scheef. Dat is geen ontspannen behandeling.",
		},
		english:     []string{"The chair was very uncomfortable and I had to lie in it for an hour."},
		wishes:      []string{"Ik wil korting.", "Ik wil dat u andere stoelen koopt."},
		englishWish: "I would like a discount.",
		explained:   []string{"De klant heeft geen blijvende klachten."},
		allegation:  "De klacht gaat over de stoel.",
		minutes:     []string{"De specialist zegt dat de stoel is zoals hij is."},
		measure:     "Geen: de stoel voldoet aan wat de fabrikant belooft.",
	},
	"spider": {
		name: "spider", about: []dossier.About{dossier.AboutBranch}, severity: "minor",
		stories: []string{
			"Er zat een grote spin op het plafond, recht boven de stoel. Ik heb een uur naar dat beest liggen kijken. Ik ben bang voor spinnen.",
			"In de wachtkamer stond de radio heel hard en het rook er naar verf.",
			"Het toilet was op slot en niemand wist waar de sleutel was.",
		},
		english:     []string{"There was a large spider on the ceiling right above the chair. I am afraid of spiders and nobody did anything."},
		wishes:      []string{"Ik wil de helft van mijn geld terug.", "Ik vind dat u hier iets aan moet doen."},
		englishWish: "I want half of my money back.",
		explained:   []string{"De klant vertelt wat er te zien was."},
		allegation:  "De klacht gaat over de ruimte.",
		minutes:     []string{"De specialist heeft niets gezien."},
		measure:     "Geen.",
	},
	"waiting": {
		name: "waiting", about: []dossier.About{dossier.AboutBranch, dossier.AboutSpecialist}, severity: "minor",
		stories: []string{
			"Mijn afspraak was om tien uur en ik werd om vijf voor elf geholpen. Niemand zei sorry. Daardoor was er geen tijd voor de laatste ronde.",
			"Mijn afspraak is drie keer verzet, de laatste keer een uur van tevoren. Ik had er vrij voor genomen.",
		},
		english:     []string{"I had to wait 55 minutes and then the last round was skipped because the next client had come."},
		wishes:      []string{"Ik wil de laatste ronde alsnog.", "Ik wil korting op de volgende keer."},
		englishWish: "I would like the round that I missed.",
		explained:   []string{"De klant kan de tijden laten zien in de telefoon: binnen om 9.52 uur, buiten om 11.34 uur."},
		allegation:  "De klacht is dat de behandeling te laat begon en daardoor is ingekort.",
		minutes:     []string{"De specialist bevestigt dat er die dag een uitloop van bijna een uur was door een storing van de lamp."},
		measure:     "Bij een uitloop van meer dan een kwartier belt de balie de klanten die nog komen.",
	},
	"never": {
		name: "never", about: []dossier.About{dossier.AboutTreatment}, severity: "serious",
		stories: []string{
			"Ik ben bij u geweest voor bleken en mijn tanden zijn kapot. Ik eis mijn geld terug en een vergoeding van duizend euro, anders zet ik het op internet.",
			"Jullie hebben mijn gebit verpest. Ik wil vandaag nog mijn geld. Ik heb het bonnetje niet meer.",
		},
		english:     []string{"You ruined my teeth. I want my money back today plus damages. I do not have the receipt any more."},
		wishes:      []string{"Geld terug en een vergoeding."},
		englishWish: "My money back and damages.",
		explained:   []string{"De klager weet niet meer in welke straat de vestiging is en kan niet zeggen wie de behandeling deed."},
		allegation:  "De klacht is dat de behandeling schade heeft gegeven.",
		minutes:     []string{"De specialist kent de klager niet en heeft die dag niemand met die naam behandeld."},
		measure:     "Geen.",
	},
}

// fill puts the names into a text.
func fill(text, specialist, city string) string {
	return strings.NewReplacer("{s}", specialist, "{b}", city).Replace(text)
}

// tell picks a story and a wish in the language of the client.
func (t theme) tell(r *rand.Rand, language string) (story, wish string) {
	if language == "en" {
		return pick(r, t.english), t.englishWish
	}
	return pick(r, t.stories), pick(r, t.wishes)
}

// fellowAnswers are what other clients of the day say; the first ones are of no help to either side.
var fellowAnswers = []string{
	"Het was een gewone afspraak. Ik ben tevreden over het resultaat.",
	"Ik ben netjes geholpen en er werd goed uitgelegd wat er ging gebeuren.",
	"Het liep wat uit, maar verder was alles in orde.",
	"Ik moest lang wachten en de uitleg was kort. Het resultaat is wel goed.",
	"Bij mij werd er ook een ronde overgeslagen. Ik heb er toen niets van gezegd.",
	"De gel prikte bij mij ook. Toen ik het zei, werd er niet meteen gestopt.",
	"It went well. No complaints.",
}

// against is from which answer on it speaks against the specialist.
const against = 4

// talkTopics and talkContents are of step 1, for the two alone (R3).
var talkTopics = []string{
	"Ik wil het graag eerst met de specialist zelf bespreken: de kleur is niet gelijk.",
	"Ik heb vragen over de nazorg en vind dat ik te weinig uitleg heb gekregen.",
	"De behandeling was korter dan afgesproken. Ik wil weten waarom.",
}

var talkContents = []string{
	"We hebben het rustig doorgenomen. De klant was geschrokken van de pijn in de eerste nacht. Ik heb uitgelegd hoe dat komt en sorry gezegd.",
	"De klant vindt de kleur ongelijk. Ik heb aangeboden om het bij te werken. Dat vond de klant een goed idee.",
	"De klant bleef bij het standpunt dat het geld terug moet. Dat kan ik niet toezeggen.",
}

var talkSolutions = []string{
	"Er komt een korte afspraak om de ondertanden bij te werken.", "De uitleg was genoeg, de klant is tevreden.", "Excuses gemaakt en aanvaard.",
}
