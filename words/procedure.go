package words

// Texts of the public page that tells the procedure (R29). Their figures come from the policy in force.
func init() {
	add(map[string]Entry{
		"public.procedure.title": {"Niet tevreden over uw behandeling?", "Not happy with your treatment?"},
		"public.procedure.lead": {
			"Vertel het ons. Hier leest u in gewone woorden wat er dan gebeurt, en wanneer. Een klacht indienen kost niets.",
			"Tell us. Here you can read in plain words what happens then, and when. Filing a complaint costs nothing.",
		},

		"public.step1.title": {"Eerst een gesprek met uw specialist", "First, a talk with your specialist"},
		"public.step1.first": {
			"Vaak helpt het om te praten met de specialist die u behandelde. Vraag het gesprek aan op deze website, of bel ons. Wij maken dan een belafspraak met u. U en de specialist krijgen allebei een bevestiging voor in de agenda.",
			"Often it helps to talk with the specialist who treated you. Ask for the talk on this website, or call us. We then make a call appointment with you. You and the specialist both get a confirmation for the calendar.",
		},
		"public.step1.held": {
			"Het gesprek is binnen %s na uw aanvraag.",
			"The talk takes place within %s of your request.",
		},
		"public.step1.lapsed": {
			"Lukt dat niet, of is de specialist ziek of weg? Dan vervalt de afspraak. U hoort dat van ons. U kiest dan een nieuwe afspraak of een klacht.",
			"If that fails, or the specialist is ill or gone, the appointment lapses. We tell you so. You then choose a new appointment or a complaint.",
		},
		"public.step1.private": {
			"Wat u bespreekt, blijft tussen u en de specialist. Anderen bij ons zien alleen dat er een gesprek is. Wilt u dat wat is gezegd meegaat naar een klacht? Dan zegt u dat zelf, en de specialist hoort dat van ons.",
			"What you discuss stays between you and the specialist. Others here only see that there is a talk. Do you want what was said to go along to a complaint? Then you say so yourself, and we tell the specialist.",
		},
		"public.step1.ended": {
			"De specialist legt vast hoe het gesprek is afgelopen. Neemt u niet op, dan probeert de specialist het %d keer. Na het gesprek vragen wij u of het is opgelost. U hebt %s om dat te laten weten.",
			"The specialist records how the talk ended. If you do not pick up, the specialist tries %d times. After the talk we ask you whether it is solved. You have %s to let us know.",
		},
		"public.step1.act": {
			"Is er iets afgesproken, zoals een herstelbezoek of excuses? Met uw toestemming geven wij alleen die afspraak door. Zij wordt dan binnen %s uitgevoerd.",
			"Was something agreed, such as a repair visit or an apology? With your consent we pass on that agreement alone. It is then carried out within %s.",
		},
		"public.step1.next": {
			"Is het niet opgelost? Of kunt of wilt u niet met de specialist praten? Dan dient u meteen een klacht in.",
			"Is it not solved? Or can't or won't you talk with the specialist? Then you file a complaint at once.",
		},

		"public.step2.title": {"Een klacht indienen", "Filing a complaint"},
		"public.step2.about": {
			"Een klacht gaat over de specialist, de behandeling of de vestiging. Het mag ook over meer dan één van de drie gaan.",
			"A complaint is about the specialist, the treatment or the branch. It may also be about more than one of the three.",
		},
		"public.step2.term": {
			"Dien uw klacht in binnen %[1]s na de behandeling. De laatste dag telt nog mee. Hebt u in die tijd een gesprek gevraagd? Dan hebt u tot %[1]s nadat het gesprek is geweest of is vervallen.",
			"File your complaint within %[1]s after the treatment. The last day still counts. Did you ask for a talk in that time? Then you have until %[1]s after the talk took place or lapsed.",
		},
		"public.step2.late": {
			"Is het later? Dien uw klacht toch in. Wij nemen elke klacht aan. Een medewerker bekijkt dan of wij haar nog kunnen behandelen.",
			"Is it later than that? File your complaint all the same. We take in every complaint. A member of staff then looks whether we can still handle it.",
		},
		"public.step2.told": {
			"U krijgt meteen een kenmerk en een eigen link. Met die link ziet u altijd waar uw klacht staat, wat er nog komt en wanneer.",
			"You get a reference and a private link at once. With that link you can always see where your complaint stands, what comes next and when.",
		},
		"public.step2.proof": {
			"Wij zoeken uw behandeling op. Vinden wij die niet, dan vragen wij u om een bewijs van uw bezoek, zoals een bon. Daarvoor hebt u %s.",
			"We look your treatment up. If we do not find it, we ask you for proof of your visit, such as a receipt. You have %s for that.",
		},
		"public.step2.other": {
			"U kunt ook klagen voor iemand anders, bijvoorbeeld als ouder, partner of erfgenaam. U laat dan binnen %s zien dat dat mag. Tot die tijd vertellen wij u niets over die persoon.",
			"You can also complain for somebody else, for instance as a parent, partner or heir. You then show within %s that you may. Until then we tell you nothing about that person.",
		},
		"public.step2.ways": {
			"Liever niet via de website? Bellen, mailen, een brief sturen of langskomen kan ook. Uw klacht telt vanaf het moment dat zij bij ons is.",
			"Would you rather not use the website? You can also call, e-mail, write a letter or come by. Your complaint counts from the moment it reached us.",
		},

		"public.step3.title": {"Eerste beoordeling en uw toelichting", "First judgement and your explanation"},
		"public.step3.triage": {
			"Ons doel: binnen %s beoordelen wij hoe ernstig uw klacht is, en of wij haar gaan onderzoeken.",
			"Our aim: within %s we judge how serious your complaint is, and whether we will investigate it.",
		},
		"public.step3.minor": {
			"Is de klacht niet ernstig genoeg om te onderzoeken? Dan krijgt u een brief waarin staat waarom.",
			"Is the complaint not serious enough to investigate? Then you get a letter that says why.",
		},
		"public.step3.harm": {
			"Is uw gezondheid geschaad? Dan gaat uw klacht voor. Wij melden het bij %s, binnen %s.",
			"Was your health harmed? Then your complaint comes first. We report it to the %s, within %s.",
		},
		"public.step3.call": {
			"Gaan wij uw klacht onderzoeken, dan bellen wij u binnen %s. U vertelt dan uw kant van het verhaal. Als dat helpt, komen wij bij u thuis. Pas daarna begint het onderzoek.",
			"If we investigate your complaint, we call you within %s. You then tell your side of the story. Where it helps, we come to your home. Only after that the investigation begins.",
		},

		"public.step4.title": {"Onderzoek", "Investigation"},
		"public.step4.who": {
			"Niemand behandelt een klacht over zichzelf, ook de eigenaar niet. Is er niemand vrij om te oordelen, dan doet een persoon van buiten het.",
			"Nobody handles a complaint about themselves, the owner included. If nobody here is free to judge, a person from outside does it.",
		},
		"public.step4.inquiry": {
			"Wij vragen andere klanten van die dag hoe hun bezoek was. Wij noemen uw naam en uw klacht niet. Antwoorden mag, en hoeft niet. Zij hebben daarvoor %s.",
			"We ask other clients of that day about their visit. We mention neither your name nor your complaint. They may answer and need not. They have %s to do so.",
		},
		"public.step4.hearing": {
			"Wij nodigen de specialist minstens %[1]s van tevoren uit om te antwoorden. Wij schrijven dat antwoord op. De specialist heeft %[2]s om te zeggen of het verslag klopt. Komt de specialist na %[3]d uitnodigingen niet, dan leggen wij dat vast.",
			"We invite the specialist at least %[1]s ahead to answer. We write that answer down. The specialist has %[2]s to say whether the minutes are right. If the specialist does not appear after %[3]d invitations, we record that.",
		},
		"public.step4.both": {
			"Wij oordelen pas als beide kanten zijn gehoord. Een kant slaan wij alleen over met een goede reden, bijvoorbeeld als wij iemand na %d pogingen op %d verschillende dagen niet bereiken.",
			"We judge only when both sides were heard. We skip a side only for a good reason, for instance when we do not reach somebody after %d attempts on %d different days.",
		},
		"public.step4.finding": {
			"Aan het eind staat er een oordeel: gegrond, deels gegrond of ongegrond, met de redenen. Is de klacht gegrond, dan zeggen wij ook wat wij voor de toekomst veranderen, of waarom niets.",
			"At the end there is a finding: founded, partly founded or unfounded, with the reasons. If the complaint is founded, we also say what we change for the future, or why nothing.",
		},
		"public.step4.told": {
			"U en de specialist krijgen dat oordeel allebei. Is het onderzoek klaar of stopt het, dan hoort u dat altijd.",
			"You and the specialist both get that finding. When the investigation is completed or stops, you are always told.",
		},

		"public.step5.title": {"Besluit en oplossing", "Decision and solution"},
		"public.step5.answer": {
			"Ons doel: binnen %s na het indienen hebt u ons besluit.",
			"Our aim: within %s after filing you have our decision.",
		},
		"public.step5.extension": {
			"Lukt dat niet, dan krijgt u vóór die dag een brief met de reden en een nieuwe datum. Dat doen wij hooguit één keer, en voor hooguit %s.",
			"If that fails, you get a letter before that day with the reason and a new date. We do so once at most, and for %s at most.",
		},
		"public.step5.upheld_title": {"U krijgt gelijk", "You are right"},
		"public.step5.upheld": {
			"Is uw klacht gegrond of deels gegrond, dan zoeken wij samen met u een oplossing die past:",
			"If your complaint is founded or partly founded, we look for a fitting solution with you:",
		},
		"public.step5.other_specialist": {
			"Een nieuwe behandeling is bij een andere specialist, tenzij u zelf anders kiest.",
			"A new treatment is with another specialist, unless you choose otherwise.",
		},
		"public.step5.ceiling": {
			"Alles samen is nooit meer waard dan de prijs van uw behandeling.",
			"All together is never worth more than the price of your treatment.",
		},
		"public.step5.offer": {
			"U ziet ons aanbod op uw eigen pagina. U neemt het aan, of u zegt waarom niet. U hebt %[1]s om te antwoorden. Na %[2]d keer nee, of zonder antwoord, blijft ons laatste aanbod nog %[3]s open.",
			"You see our offer on your own page. You accept it, or say why not. You have %[1]s to answer. After %[2]d refusals, or without an answer, our last offer stays open for another %[3]s.",
		},
		"public.step5.remedy": {
			"Wat wij toezeggen, voeren wij binnen %s uit. Wij blijven het volgen tot het is gebeurd.",
			"What we grant, we carry out within %s. We follow it until it is done.",
		},
		"public.step5.rejected_title": {"U krijgt geen gelijk", "You are not right"},
		"public.step5.rejected": {
			"Wijzen wij uw klacht af, dan zeggen wij op welke grond. U krijgt dan geen geld, behandeling of korting. De gronden zijn:",
			"If we reject your complaint, we say on what ground. You then get no money, treatment or discount. The grounds are:",
		},
		"public.step5.less_result": {
			"Minder resultaat dan u hoopte is geen grond als uw gezondheid is geschaad.",
			"Less result than you hoped for is never a ground when your health was harmed.",
		},
		"public.step5.review": {
			"Bent u het er niet mee eens? Vraag dan binnen %s om een herbeoordeling. Iemand die niet over uw klacht heeft beslist, kijkt er opnieuw naar. U hebt het antwoord binnen %s.",
			"Do you disagree? Then ask for a review within %s. Somebody who did not decide on your complaint looks at it again. You have the answer within %s.",
		},
		"public.step5.outside": {"U kunt ook naar een instantie buiten ons:", "You can also go to a body outside our chain:"},

		"public.ban.title": {"Geen contact tijdens de klacht", "No contact during the complaint"},
		"public.ban.starts": {
			"Zodra uw klacht er is, hebben u en de specialist geen contact met elkaar. U hoort allebei wanneer dat begint en wanneer het ophoudt. Het houdt op als er een oordeel is, of als de klacht eerder eindigt.",
			"As soon as your complaint is there, you and the specialist have no contact with each other. Both of you are told when that starts and when it ends. It ends when there is a finding, or when the complaint ends earlier.",
		},
		"public.ban.kept": {
			"Afspraken tussen u beiden zeggen wij af. De specialist ziet uw gegevens en uw dossier niet.",
			"We cancel appointments between the two of you. The specialist sees neither your contact details nor your dossier.",
		},
		"public.ban.breach": {
			"Zoekt iemand toch contact? Meld dat op uw eigen pagina, of bel ons.",
			"Does anybody seek contact all the same? Report it on your own page, or call us.",
		},
		"public.withdraw.title": {"Intrekken of stoppen", "Withdrawing or stopping"},
		"public.withdraw.text": {
			"U kunt uw klacht altijd intrekken. Is uw gezondheid geschaad, dan kunnen wij zonder u verdergaan. Dat hoort u binnen %s.",
			"You can withdraw your complaint at any time. Where your health was harmed, we may go on without you. We tell you so within %s.",
		},
		"public.withdraw.stop": {
			"Wij kunnen alleen stoppen met een reden, bijvoorbeeld als wij u na %d pogingen niet bereiken. Ook dat hoort u van ons.",
			"We can stop only for a reason, for instance when we do not reach you after %d attempts. You are told that as well.",
		},
		"public.false.title": {"Valse klachten", "False complaints"},
		"public.false.what": {
			"Een klacht is vals als iemand nooit bij ons is behandeld, dat wist, en geld wilde. Dat wij iemand niet in ons systeem vinden, is daarvoor niet genoeg. Alleen mensen stellen dit vast: altijd %d personen, met bewijs.",
			"A complaint is false when somebody was never treated by us, knew it, and wanted money. That we do not find somebody in our system is not enough. Only people establish it: always %d of them, with evidence.",
		},
		"public.false.claim": {
			"Wij kunnen dan %[1]s vorderen, plus de kosten die wij maakten: een uur werk kost %[2]s. De brief laat zien hoe het bedrag is opgebouwd, en heeft een betaaltermijn van %[3]s. Ook kunnen wij aangifte doen.",
			"We may then claim %[1]s, plus the costs we made: an hour of work costs %[2]s. The letter shows how the sum is made up, and is to be paid within %[3]s. We may also report it to the police.",
		},
		"public.false.undone": {
			"Blijkt het toch niet zo te zijn? Dan draaien wij het binnen %s terug: wij betalen terug, lichten de politie in en bieden excuses aan. Uw klacht gaat dan verder.",
			"Does it prove not to be so? Then we undo it within %s: we repay, inform the police and apologise. Your complaint is then taken up again.",
		},
		"public.always.title": {"Wat altijd geldt", "What always holds"},
		"public.always.recorded": {
			"Wij leggen alles vast wat wij met uw klacht doen: wie, wanneer en wat. Niemand kan dat later ongemerkt veranderen.",
			"We record everything we do with your complaint: who, when and what. Nobody can change that unnoticed afterwards.",
		},
		"public.always.working_days": {
			"Werkdagen zijn maandag tot en met vrijdag, behalve feestdagen.",
			"Working days are Monday to Friday, public holidays excepted.",
		},
	})
}
