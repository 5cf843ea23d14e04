package words

// Signing in by passkey and by the identity provider.
var deskKeys = map[string]Entry{
	"desk.sign_in.often": {"Er wordt nu te vaak geprobeerd in te loggen. Wacht %s en probeer het dan opnieuw, of log in met uw wachtwoord.", "Too many try to sign in now. Wait %s and try again, or sign in with your password."},

	"desk.ways": {"Of log anders in", "Or sign in otherwise"},

	"desk.oidc.do":       {"Inloggen met %s", "Sign in with %s"},
	"desk.oidc.leaving":  {"U gaat naar %s", "You are going to %s"},
	"desk.oidc.go":       {"Ga naar %s", "Go to %s"},
	"desk.oidc.away":     {"%s antwoordt nu niet. Log in met uw e-mailadres en wachtwoord, of probeer het over een paar minuten opnieuw. Er is niets veranderd. Vraagt u hulp, noem dan dit nummer: %s.", "%s does not answer now. Sign in with your e-mail address and password, or try again in a few minutes. Nothing was changed. If you ask for help, mention this number: %s."},
	"desk.oidc.denied":   {"U bent niet ingelogd: %s liet u niet door, of u bent daar gestopt. Probeer het opnieuw of log in met uw e-mailadres en wachtwoord. Vraagt u hulp, noem dan dit nummer: %s.", "You are not signed in: %s did not let you through, or you stopped there. Try again, or sign in with your e-mail address and password. If you ask for help, mention this number: %s."},
	"desk.oidc.stale":    {"U kwam terug van %s, maar dit duurde te lang of begon in een ander venster. Begin opnieuw. Er is niets veranderd. Vraagt u hulp, noem dan dit nummer: %s.", "You came back from %s, but it took too long or began in another window. Begin again. Nothing was changed. If you ask for help, mention this number: %s."},
	"desk.oidc.rejected": {"Het antwoord van %s was niet in orde. Probeer het opnieuw of log in met uw e-mailadres en wachtwoord. Er is niets veranderd. Gebeurt dit vaker, geef dan dit nummer door aan uw beheerder: %s.", "The answer of %s was not in order. Try again, or sign in with your e-mail address and password. Nothing was changed. If this happens again, give this number to your administrator: %s."},
	"desk.oidc.unlinked": {"Bij uw aanmelding bij %s hoort hier geen account waarmee u kunt inloggen. Log in met uw e-mailadres en wachtwoord en koppel uw account bij ‘Mijn account’. Lukt dat niet, vraag het dan uw beheerder.", "There is no account here that you can sign in to with %s. Sign in with your e-mail address and password and link your account at ‘My account’. If that does not work, ask your administrator."},
	"desk.oidc.taken":    {"Deze aanmelding bij %s is al aan een ander account gekoppeld. Er is niets veranderd. Log daar met uw eigen naam in en probeer het opnieuw, of vraag het uw beheerder.", "This sign-in at %s is linked to another account already. Nothing was changed. Sign in there under your own name and try again, or ask your administrator."},

	"desk.identities":           {"Inloggen met %s", "Signing in with %s"},
	"desk.identities.old":       {"Koppelingen", "Links"},
	"desk.identities.none":      {"Koppel uw account, dan logt u voortaan in met %s. Uw wachtwoord blijft ook werken.", "Link your account, and from then on you sign in with %s. Your password goes on working too."},
	"desk.identities.some":      {"Uw account is gekoppeld. U logt in met %s of met uw wachtwoord.", "Your account is linked. You sign in with %s or with your password."},
	"desk.identities.link":      {"Account koppelen", "Link account"},
	"desk.identities.linked":    {"Gekoppeld op", "Linked on"},
	"desk.identities.name":      {"Uw nummer daar", "Your number there"},
	"desk.identities.elsewhere": {"Gekoppeld bij een dienst die niet meer in gebruik is: %s", "Linked at a service that is no longer used: %s"},
	"desk.identities.remove":    {"Koppeling weghalen", "Remove link"},

	"desk.account.done.identity_added":   {"Uw account is gekoppeld. Voortaan kunt u ook zo inloggen.", "Your account was linked. From now on you can sign in that way too."},
	"desk.account.done.identity_removed": {"De koppeling is weggehaald.", "The link was removed."},
	"desk.account.done.passkey_added":    {"De toegangssleutel is toegevoegd. U kunt er nu mee inloggen, zonder wachtwoord.", "The passkey was added. You can now sign in with it, without a password."},

	"desk.passkey.do":          {"Inloggen met een toegangssleutel (passkey)", "Sign in with a passkey"},
	"desk.passkey.script":      {"Inloggen met een toegangssleutel (passkey) werkt alleen als JavaScript aanstaat in uw browser.", "Signing in with a passkey works only when JavaScript is on in your browser."},
	"desk.code.no_passkey":     {"Geen toegangssleutel bij de hand? Gebruik een herstelcode", "No passkey at hand? Use a recovery code"},
	"desk.passkeys":            {"Toegangssleutels (passkeys)", "Passkeys"},
	"desk.passkeys.lead":       {"Met een toegangssleutel logt u in met uw vingerafdruk, uw gezicht of de pincode van uw apparaat. Een wachtwoord of code is dan niet nodig.", "With a passkey you sign in by your fingerprint, your face or the PIN of your device. You need no password or code then."},
	"desk.passkeys.script":     {"Voor toegangssleutels moet JavaScript aanstaan in uw browser. Al het andere werkt ook zonder.", "Passkeys need JavaScript to be on in your browser. Everything else works without it too."},
	"desk.passkeys.unknown":    {"Deze browser kan niet met toegangssleutels omgaan. Werk hem bij, of gebruik een andere.", "This browser cannot handle passkeys. Update it, or use another one."},
	"desk.passkeys.address":    {"Toegangssleutels werken hier niet: dit programma is bereikbaar onder een nummer of een naam zonder domein (%s). Uw beheerder kan een internetnaam instellen.", "Passkeys do not work here: this program is reached by a number, or by a name without a domain (%s). Your administrator can set an internet name."},
	"desk.passkeys.plain":      {"Toegangssleutels werken hier niet: dit programma is bereikbaar zonder beveiligde verbinding (%s). Uw beheerder kan https instellen.", "Passkeys do not work here: this program is reached without a secure connection (%s). Your administrator can set up https."},
	"desk.passkeys.or":         {"Of gebruik een toegangssleutel (passkey)", "Or use a passkey"},
	"desk.passkeys.name":       {"Naam van de toegangssleutel", "Name of the passkey"},
	"desk.passkeys.name.hint":  {"Zo herkent u hem later, bijvoorbeeld Laptop aan de balie.", "This is how you will know it later, for instance Laptop at the desk."},
	"desk.passkeys.name.first": {"Toegangssleutel", "Passkey"},
	"desk.passkeys.add":        {"Toegangssleutel toevoegen", "Add passkey"},
	"desk.passkeys.cancelled":  {"Uw apparaat heeft niets gegeven: u bent gestopt, het duurde te lang of er is hier geen toegangssleutel. Er is niets veranderd. Probeer het opnieuw.", "Your device gave nothing: you stopped, it took too long, or there is no passkey here. Nothing was changed. Try again."},
	"desk.passkeys.already":    {"Dit apparaat heeft al een toegangssleutel van uw account. Er is niets veranderd.", "This device has a passkey of your account already. Nothing was changed."},
	"desk.passkeys.failed":     {"Dit lukte niet met uw apparaat of de verbinding. Er is niets veranderd. Probeer het opnieuw, of log anders in.", "This did not work with your device or the connection. Nothing was changed. Try again, or sign in otherwise."},
	"desk.passkeys.refused":    {"Deze toegangssleutel werkt hier niet (meer). Log anders in. U kunt bij ‘Mijn account’ een nieuwe toevoegen.", "This passkey does not work here (any more). Sign in otherwise. You can add a new one at ‘My account’."},
	"desk.passkeys.not_added":  {"De toegangssleutel is niet toegevoegd: het antwoord van uw apparaat was niet in orde. Er is niets veranderd. Probeer het opnieuw.", "The passkey was not added: the answer of your device was not in order. Nothing was changed. Try again."},
	"desk.passkeys.late":       {"Dit duurde te lang. Er is niets veranderd. Probeer het opnieuw.", "This took too long. Nothing was changed. Try again."},
	"desk.passkeys.copied":     {"Deze toegangssleutel is geweigerd: er lijkt een kopie van te bestaan. Log anders in, haal hem weg bij ‘Mijn account’ en meld het uw beheerder.", "This passkey was refused: there seems to be a copy of it. Sign in otherwise, remove it at ‘My account’, and tell your administrator."},
}
