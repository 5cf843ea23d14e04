package words

// The tasks of the program that it gave up.
var deskJobs = map[string]Entry{
	"desk.jobs.lead":        {"Het programma heeft deze taken een half uur lang geprobeerd en is gestopt. Er is niets verloren: wat in het dossier staat, staat er. Herstel eerst de oorzaak als u die kent, of vraag uw beheerder. Probeer de taak daarna opnieuw.", "The program tried these tasks for half an hour and stopped. Nothing was lost: what is in the dossier is there. First repair the cause if you know it, or ask whoever runs the program. Then try the task again."},
	"desk.jobs.none":        {"Er zijn geen mislukte taken.", "There are no failed tasks."},
	"desk.jobs.more":        {"Er zijn er nog meer. Hier staan de laatste 100.", "There are more. These are the last 100."},
	"desk.jobs.what":        {"Taak", "Task"},
	"desk.jobs.when":        {"Gestopt", "Stopped"},
	"desk.jobs.reason":      {"Reden, voor de beheerder", "Reason, for whoever runs the program"},
	"desk.jobs.do":          {"Wat u kunt doen", "What you can do"},
	"desk.jobs.no_dossier":  {"geen dossier", "no dossier"},
	"desk.jobs.tried.one":   {"%d keer geprobeerd", "tried %d time"},
	"desk.jobs.tried.other": {"%d keer geprobeerd", "tried %d times"},
	"desk.jobs.try":         {"Probeer opnieuw", "Try again"},
	"desk.jobs.again":       {"De taak wordt opnieuw geprobeerd. Mislukt die weer, dan staat die hier straks opnieuw.", "The task is tried again. If it fails once more, it will be back here."},
	"desk.jobs.gone":        {"Deze taak staat niet meer bij de mislukte taken: u of een collega probeerde die al opnieuw. U hoeft niets te doen.", "This task is not among the failed ones any more: you or a colleague tried it again already. There is nothing you need to do."},

	"desk.job.notify":    {"Een bericht maken", "Making a message"},
	"desk.job.match":     {"Zoeken in het klantensysteem", "Searching the client register"},
	"desk.job.outside":   {"Kijken of er nog een behandelaar is zonder belang", "Seeing whether there is a handler without a conflict"},
	"desk.job.deadline":  {"Vastleggen dat een termijn voorbij is", "Recording that a deadline has passed"},
	"desk.job.remind":    {"Herinneren aan een termijn", "Reminding of a deadline"},
	"desk.job.evening":   {"De overzichten aan het einde van de dag", "The overviews at the end of the day"},
	"desk.job.digest":    {"Iemands overzicht aan het einde van de dag", "Somebody's overview at the end of the day"},
	"desk.job.retention": {"Opruimen van wat maar een tijd wordt bewaard", "Removing what is kept for a time only"},
	"desk.job.forgotten": {"Een link mailen aan wie een wachtwoord vergat", "Mailing a link to who forgot a password"},
	"desk.job.code":      {"Een code mailen aan een klager", "Mailing a code to a complainant"},
	"desk.job.address":   {"Vertellen dat een e-mailadres is veranderd", "Telling that an e-mail address was changed"},
	"desk.job.seal":      {"Een controlepunt over alle dossiers maken", "Making a checkpoint over all dossiers"},
	"desk.job.redate":    {"Termijnen verschuiven na een wijziging van de kalender", "Moving deadlines after a change of the calendar"},
	"desk.job.other":     {"Een taak van het programma", "A task of the program"},
}
