package words

// Buttons of the acts, and one sentence that explains each with its rule.
func init() {
	add(actsOfTalk)
	add(actsOfFiling)
	add(actsOfTriage)
	add(actsOfInvestigation)
	add(actsOfDecision)
	add(actsOfEnding)
	add(actsOfFalseness)
}

var actsOfTalk = map[string]Entry{
	"act.request_talk":      {"Gesprek aanvragen", "Ask for a talk"},
	"act.request_talk.help": {"De klant wil eerst praten met de specialist. Wij plannen daarna een gesprek (R1).", "The client wants to talk with the specialist first. We book the talk after that (R1)."},

	"act.book_talk":      {"Gesprek inplannen", "Book the talk"},
	"act.book_talk.help": {"Kies een vrij moment van de specialist. Beiden krijgen een bericht met de afspraak (R1).", "Choose a free slot of the specialist. Both get a message with the appointment (R1)."},

	"act.cancel_talk":      {"Gesprek afzeggen", "Cancel the talk"},
	"act.cancel_talk.help": {"De afspraak vervalt en het moment komt vrij. De wens om te praten blijft staan (R1).", "The appointment is taken off and the slot is free again. The wish to talk stays (R1)."},

	"act.record_talk_attempt":      {"Klant niet bereikt", "Client not reached"},
	"act.record_talk_attempt.help": {"Leg vast dat de klant niet opnam. Na het laatste vergeefse telefoontje kan de klant een klacht indienen (R4).", "Note that the client did not answer. After the last call in vain the client can file a complaint (R4)."},

	"act.record_talk":      {"Gesprek vastleggen", "Record the talk"},
	"act.record_talk.help": {"Leg vast hoe het gesprek afliep. Wat er gezegd is, lezen alleen u en de klant (R3, R4).", "Record how the talk ended. What was said is read by you and the client alone (R3, R4)."},

	"act.answer_talk":      {"Laten weten of het is opgelost", "Say whether it is solved"},
	"act.answer_talk.help": {"Is het opgelost? Zo niet, dan kunt u meteen een klacht indienen (R4).", "Is it solved? If not, you can file a complaint at once (R4)."},

	"act.pass_on_act":      {"Afspraak laten uitvoeren", "Have the agreed act carried out"},
	"act.pass_on_act.help": {"Wij geven alleen door wat is afgesproken, niet wat er is gezegd. Dan kunnen wij het inplannen en volgen (R4).", "We pass on only what was agreed, not what was said. Then we can book it and follow it (R4)."},

	"act.book_act":      {"Afspraak inplannen", "Choose a day for the act"},
	"act.book_act.help": {"Kies de dag waarop gebeurt wat in het gesprek is afgesproken (R4).", "Choose the day on which what was agreed in the talk is done (R4)."},

	"act.complete_act":      {"Afspraak is uitgevoerd", "The act was done"},
	"act.complete_act.help": {"Leg vast wanneer is gedaan wat in het gesprek was afgesproken (R4).", "Record when what was agreed in the talk was done (R4)."},

	"act.lapse_talk":      {"Gesprek laten vervallen", "Let the talk lapse"},
	"act.lapse_talk.help": {"De specialist is ziek of werkt hier niet meer. De klant krijgt een nieuw gesprek of een klacht aangeboden (R1).", "The specialist is ill or gone. The client is offered a new talk or a complaint (R1)."},

	"act.decline_talk":      {"Geen gesprek met de specialist", "No talk with the specialist"},
	"act.decline_talk.help": {"De klant kan of wil niet met de specialist praten. Een klacht indienen kan dan meteen (R4).", "The client cannot or does not want to talk with the specialist. A complaint can then be filed at once (R4)."},

	"act.renew_talk":      {"Nieuw gesprek aanvragen", "Ask for a new talk"},
	"act.renew_talk.help": {"Na een gesprek dat is vervallen: er komt een nieuwe belafspraak (R1).", "After a talk that lapsed: a new call appointment is made (R1)."},

	"act.share_talk":      {"Gesprek meegeven aan de klacht", "Take the talk along to the complaint"},
	"act.share_talk.help": {"Wie de klacht behandelt, mag dan lezen wat er in het gesprek is gezegd. De specialist krijgt daar bericht van (R3).", "Whoever handles the complaint may then read what was said in the talk. The specialist is told so (R3)."},
}

var actsOfFiling = map[string]Entry{
	"act.file":      {"Klacht indienen", "File a complaint"},
	"act.file.help": {"De klacht telt vanaf het moment dat zij ons bereikte, niet vanaf het invoeren (R5). Ook een late klacht nemen wij aan (R6).", "The complaint counts from the moment it reached us, not from when it was typed in (R5). We take a late complaint too (R6)."},

	"act.record_match":      {"Opzoeken in het klantensysteem", "Look up in the client register"},
	"act.record_match.help": {"Het programma zoekt de behandeling op (R9).", "The program looks the treatment up (R9)."},

	"act.choose_match":      {"Behandeling kiezen of verbeteren", "Choose or correct the treatment"},
	"act.choose_match.help": {"Kies de behandeling waarover de klacht gaat. Verbetert u een keuze, dan gaat het contactverbod mee (R9, R22).", "Choose the treatment the complaint is about. When you correct it, the contact ban moves along (R9, R22)."},

	"act.tell_visit":      {"Invullen om welk bezoek het gaat", "Fill in which visit it is about"},
	"act.tell_visit.help": {"De klacht kwam per mail, zonder datum of vestiging. Vul ze in. Daarna zoekt het programma de behandeling opnieuw op (R9), en is bekend of de klacht op tijd kwam (R8).", "The complaint came by mail, without a date or a branch. Fill them in. Then the program looks the treatment up again (R9), and it is known whether the complaint came in time (R8)."},

	"act.ask_proof":      {"Bewijs van het bezoek vragen", "Ask for proof of the visit"},
	"act.ask_proof.help": {"Niet gevonden is geen fraude. Vraag eerst om een bewijs, voordat er iets uit volgt (R9).", "Not found is not fraud. Ask for proof first, before anything follows from it (R9)."},

	"act.give_proof":      {"Bewijs van het bezoek geven", "Give proof of the visit"},
	"act.give_proof.help": {"Beschrijf waaruit blijkt dat het bezoek er was, zoals een bon of een afspraakbevestiging (R9).", "Describe what shows that the visit took place, such as a receipt or a confirmation (R9)."},

	"act.accept_authority":      {"Machtiging gezien", "Authority shown"},
	"act.accept_authority.help": {"Leg vast waaruit blijkt dat de vertegenwoordiger namens de klant mag handelen. Pas daarna vertellen wij iets over de klant (R5).", "Record what shows that the representative may act for the client. Only then do we tell anything about the client (R5)."},

	"act.correct_contact":      {"Contactgegevens verbeteren", "Correct contact details"},
	"act.correct_contact.help": {"Nieuwe berichten gaan naar de verbeterde gegevens. Wat is vastgelegd, blijft staan (R28).", "New messages go to the corrected details. What was recorded stays (R28)."},

	"act.add_message":      {"Bericht toevoegen", "Add a message"},
	"act.add_message.help": {"Een bericht van de klager bij dit dossier. Wat ons bereikt, raakt niet kwijt (R6).", "A message from the complainant in this dossier. What reaches us is never lost (R6)."},

	"act.send_message":      {"Bericht sturen", "Send a message"},
	"act.send_message.help": {"De klager krijgt bericht dat het klaarstaat en leest het op de eigen pagina (R28).", "The complainant is told that it is there and reads it on the private page (R28)."},

	"act.write_note":      {"Notitie schrijven", "Write a note"},
	"act.write_note.help": {"Een interne notitie. Alleen wie het dossier behandelt, leest haar (R28).", "An internal note. Only those who handle the dossier read it (R28)."},

	"act.record_breach":      {"Overtreding van het contactverbod melden", "Report a breach of the contact ban"},
	"act.record_breach.help": {"Was er toch contact tussen klager en specialist? Iedereen die het aangaat kan dat vastleggen (R23).", "Was there contact between complainant and specialist all the same? Anyone concerned can record it (R23)."},
}

var actsOfTriage = map[string]Entry{
	"act.judge":      {"Beoordeling vastleggen", "Record the judgement"},
	"act.judge.help": {"Bepaal hoe ernstig de klacht is en of er een onderzoek komt. Zo niet, dan wijst u de klacht af met een grond (R10, R11).", "Judge how severe the complaint is and whether it is investigated. If not, you reject it on a ground (R10, R11)."},

	"act.mark_harm":      {"Schade aan de gezondheid aanpassen", "Correct harm to health"},
	"act.mark_harm.help": {"Bij schade aan de gezondheid krijgt het dossier spoed en geldt de meldplicht (R10).", "With harm to health the dossier is urgent and there is a duty to report (R10)."},

	"act.report_harm":      {"Melding van schade vastleggen", "Record the report of harm"},
	"act.report_harm.help": {"Leg vast bij welke instantie en wanneer de schade aan de gezondheid is gemeld (R10).", "Record to which authority and when the harm to health was reported (R10)."},

	"act.assign":      {"Behandelaar aanwijzen", "Assign a handler"},
	"act.assign.help": {"Wie zelf onderwerp van de klacht is, kan het dossier niet behandelen (R14).", "Whoever is complained about cannot handle the dossier (R14)."},

	"act.assign_outside":      {"Aan de persoon van buiten geven", "Give to the outside person"},
	"act.assign_outside.help": {"Alleen als geen eigenaar of assistent het dossier mag behandelen (R14).", "Only when no owner or assistant may handle the dossier (R14)."},

	"act.declare_conflict":      {"Medewerker buiten het dossier zetten", "Take someone out of the dossier"},
	"act.declare_conflict.help": {"Deze persoon ziet en behandelt het dossier dan niet meer, bijvoorbeeld als familie van de klager (R14).", "This person no longer sees or handles the dossier, for instance as family of the complainant (R14)."},

	"act.plan_explanation":      {"Toelichting inplannen", "Plan the explanation"},
	"act.plan_explanation.help": {"Maak een afspraak om de klager te bellen of thuis te bezoeken (R12).", "Make an appointment to phone the complainant or visit them at home (R12)."},

	"act.cancel_explanation":      {"Afspraak voor de toelichting afzeggen", "Cancel the explanation appointment"},
	"act.cancel_explanation.help": {"De afspraak vervalt. De klager krijgt bericht (R12).", "The appointment is taken off. The complainant is told (R12)."},

	"act.record_attempt":      {"Klager niet bereikt", "Complainant not reached"},
	"act.record_attempt.help": {"Leg elke poging vast. Met genoeg pogingen op verschillende dagen mag de toelichting worden overgeslagen (R12, R17).", "Record each attempt. With enough of them on different days the explanation may be skipped (R12, R17)."},

	"act.record_explanation":      {"Toelichting vastleggen", "Record the explanation"},
	"act.record_explanation.help": {"Schrijf op wat de klager heeft verteld. Daarna kan het onderzoek open (R12).", "Write down what the complainant told. After that the investigation can be opened (R12)."},

	"act.extend_term":      {"Termijn verlengen", "Extend the term"},
	"act.extend_term.help": {"De klager krijgt een brief met de reden en een nieuwe datum. Dit kan één keer, voor het einde van de termijn (R13).", "The complainant gets a letter with the reason and a new date. This can be done once, before the term ends (R13)."},
}

var actsOfInvestigation = map[string]Entry{
	"act.open_investigation":      {"Onderzoek openen", "Open the investigation"},
	"act.open_investigation.help": {"Kies naar wie of wat het onderzoek gaat: een of meer specialisten, de behandeling of de vestiging (R14).", "Choose whom or what it is about: one or more specialists, the treatment or the branch (R14)."},

	"act.start_inquiry":      {"Navraag starten", "Start the inquiry"},
	"act.start_inquiry.help": {"De andere klanten van die dag krijgen een neutrale vraag. Antwoorden is vrijwillig (R15).", "The other clients of that day get a neutral question. Answering is voluntary (R15)."},

	"act.answer_inquiry":      {"Antwoord geven", "Answer"},
	"act.answer_inquiry.help": {"Vertel hoe uw bezoek was. Meedoen is vrijwillig (R15).", "Tell how your visit was. Taking part is voluntary (R15)."},

	"act.record_inquiry_answer":      {"Antwoord op de navraag vastleggen", "Record an answer to the inquiry"},
	"act.record_inquiry_answer.help": {"Voor klanten die wij bellen omdat zij geen e-mailadres hebben (R15).", "For clients whom we phone because they have no e-mail address (R15)."},

	"act.weigh_answer":      {"Antwoord wegen", "Weigh the answer"},
	"act.weigh_answer.help": {"Spreekt het antwoord tegen een specialist? Dan leggen wij het zonder naam aan die specialist voor (R16).", "Does the answer speak against a specialist? Then it is put to that specialist without a name (R16)."},

	"act.close_inquiry":      {"Navraag afronden", "Close the inquiry"},
	"act.close_inquiry.help": {"Als iedereen heeft geantwoord of de termijn voorbij is (R15).", "When everyone has answered or the term is over (R15)."},

	"act.invite_to_hearing":      {"Specialist uitnodigen", "Invite the specialist"},
	"act.invite_to_hearing.help": {"De specialist krijgt op tijd een uitnodiging met de klacht en de behandeling (R16).", "The specialist gets an invitation in time, with the allegation and the treatment (R16)."},

	"act.cancel_hearing":      {"Uitnodiging terugnemen", "Take the invitation back"},
	"act.cancel_hearing.help": {"Een teruggenomen uitnodiging telt niet mee (R16, R17).", "An invitation taken back does not count (R16, R17)."},

	"act.record_hearing":      {"Gesprek met de specialist vastleggen", "Record the hearing"},
	"act.record_hearing.help": {"Schrijf de kant van de specialist op. Leg ook de antwoorden van andere klanten voor, zonder namen (R16).", "Write down the specialist's side. Put the other clients' answers too, without names (R16)."},

	"act.record_no_show":      {"Specialist niet verschenen", "Specialist did not appear"},
	"act.record_no_show.help": {"Na het vereiste aantal uitnodigingen kan het onderzoek zonder dit gesprek verder (R16, R17).", "After the required number of invitations the investigation can go on without this hearing (R16, R17)."},

	"act.hand_in_statement":      {"Verklaring inleveren", "Hand in a statement"},
	"act.hand_in_statement.help": {"U kunt uw kant ook zelf op papier zetten (R16).", "You can also write your side down yourself (R16)."},

	"act.answer_minutes":      {"Reageren op het verslag", "Answer the minutes"},
	"act.answer_minutes.help": {"Klopt het verslag van uw gesprek? Zo niet, schrijf dan op wat er niet klopt (R16).", "Are the minutes of your hearing right? If not, write what is wrong (R16)."},

	"act.skip_part":      {"Onderdeel overslaan", "Skip a part"},
	"act.skip_part.help": {"Alleen met een reden van de lijst en het bewijs daarvan (R17).", "Only with a reason from the list and its evidence (R17)."},

	"act.record_finding":      {"Oordeel vastleggen", "Record a finding"},
	"act.record_finding.help": {"Geef per onderwerp een oordeel met redenen. Bij gegrond noemt u een maatregel, of waarom die er niet is (R18).", "Give a finding with reasons for each subject. When founded, name a measure or say why there is none (R18)."},
}

var actsOfDecision = map[string]Entry{
	"act.take_decision":      {"Besluit nemen", "Take the decision"},
	"act.take_decision.help": {"Gegrond of deels gegrond wordt toegewezen (R19). Een afwijzing noemt altijd een grond (R20).", "Founded or partly founded is upheld (R19). A rejection always names a ground (R20)."},

	"act.make_offer":      {"Aanbod doen", "Make an offer"},
	"act.make_offer.help": {"Zoek samen met de klant een passende oplossing. Alles samen is nooit meer dan de prijs van de behandeling (R19).", "Look for a fitting solution with the client. All together never exceeds the price of the treatment (R19)."},

	"act.accept_offer":      {"Aanbod aannemen", "Accept the offer"},
	"act.accept_offer.help": {"Een nieuwe behandeling is bij een andere specialist, tenzij u anders kiest (R19).", "A new treatment is with another specialist, unless you choose otherwise (R19)."},

	"act.refuse_offer":      {"Aanbod niet aannemen", "Refuse the offer"},
	"act.refuse_offer.help": {"Vertel waarom het aanbod niet past. Dan kunnen wij een ander aanbod doen (R19).", "Say why the offer does not fit. Then we can make another one (R19)."},

	"act.close_with_standing_offer":      {"Sluiten met openstaand aanbod", "Close with the offer standing"},
	"act.close_with_standing_offer.help": {"Het laatste aanbod blijft geldig. De klant kan het later nog aannemen (R19).", "The last offer stays valid. The client can still accept it later (R19)."},

	"act.book_remedy":      {"Behandeling inplannen", "Book the treatment"},
	"act.book_remedy.help": {"Kies de dag en de specialist voor de toegezegde behandeling (R21). Tijdens een contactverbod is dat een ander (R23).", "Choose the day and the specialist for the treatment granted (R21). During a contact ban that is another one (R23)."},

	"act.carry_out":      {"Oplossing is uitgevoerd", "The remedy was carried out"},
	"act.carry_out.help": {"Leg vast wanneer het geld is betaald, de behandeling is gegeven, de korting is gebruikt of de excuses zijn gestuurd (R21).", "Record when the money was paid, the treatment given, the discount redeemed or the apology sent (R21)."},
}

var actsOfEnding = map[string]Entry{
	"act.withdraw":      {"Klacht intrekken", "Withdraw the complaint"},
	"act.withdraw.help": {"Intrekken kan altijd, ook zonder reden. Bij schade aan de gezondheid kunnen wij zelf verdergaan (R24).", "You can withdraw at any time, also without a reason. Where health was harmed we may go on ourselves (R24)."},

	"act.settle_withdrawal":      {"Besluiten over de intrekking", "Decide on the withdrawal"},
	"act.settle_withdrawal.help": {"De gezondheid is geschaad: bepaal of het onderzoek doorgaat zonder de klager. De klager krijgt bericht (R24).", "Health was harmed: decide whether the investigation goes on without the complainant. The complainant is told (R24)."},

	"act.discontinue":      {"Dossier stopzetten", "Discontinue the dossier"},
	"act.discontinue.help": {"Stopzetten kan alleen met een reden van de lijst en het bewijs daarvan. De klager krijgt altijd bericht (R24).", "Only with a reason from the list and its evidence. The complainant is always told (R24)."},

	"act.ask_review":      {"Herbeoordeling vragen", "Ask for a review"},
	"act.ask_review.help": {"Iemand die het besluit niet heeft genomen, kijkt er opnieuw naar (R20).", "Someone who did not take the decision looks at it again (R20)."},

	"act.answer_review":      {"Herbeoordeling afronden", "Answer the review"},
	"act.answer_review.help": {"Alleen iemand die het besluit niet nam, kan dit doen. Blijft de afwijzing staan, of gaat het dossier weer open (R20)?", "Only someone who did not decide can do this. Does the rejection stay, or is the dossier taken up again (R20)?"},

	"act.reopen":      {"Dossier heropenen", "Reopen the dossier"},
	"act.reopen.help": {"Alleen met een reden, en door iemand die het dossier niet heeft gesloten. Een contactverbod kan opnieuw ingaan (R22).", "Only with a reason, and by someone who did not close it. A contact ban can start again (R22)."},

	"act.merge_into":      {"Samenvoegen met een ander dossier", "Merge into another dossier"},
	"act.merge_into.help": {"Alleen voor dezelfde klant en dezelfde behandeling. Berichten, bestanden en contactverboden gaan mee (R22).", "Only for the same client and treatment. Messages, files and contact bans go along (R22)."},

	"act.absorb":      {"Ander dossier opnemen", "Take in another dossier"},
	"act.absorb.help": {"Het programma doet dit bij het samenvoegen (R22).", "The program does this when merging (R22)."},

	"act.link":      {"Verbinden met een ander dossier", "Link to another dossier"},
	"act.link.help": {"Leg vast dat twee dossiers bij elkaar horen. Geen van beide klagers ziet dat (R15).", "Note that two dossiers belong together. Neither complainant sees it (R15)."},

	"act.unlink":      {"Verbinding verwijderen", "Remove a link"},
	"act.unlink.help": {"De dossiers horen toch niet bij elkaar (R15).", "The dossiers do not belong together after all (R15)."},
}

var actsOfFalseness = map[string]Entry{
	"act.raise_suspicion":      {"Vermoeden van een valse klacht vastleggen", "Record a suspicion of a false complaint"},
	"act.raise_suspicion.help": {"Noem het bewijs. Een vermoeden is nog geen oordeel: dat vellen alleen mensen (R25).", "Name the evidence. A suspicion is not a judgement: only people make that (R25)."},

	"act.drop_suspicion":      {"Vermoeden laten vervallen", "Drop the suspicion"},
	"act.drop_suspicion.help": {"Het vermoeden was niet terecht. De klacht gaat gewoon verder (R25).", "The suspicion was not justified. The complaint goes on as usual (R25)."},

	"act.establish_false":      {"Valse klacht vaststellen", "Establish as false"},
	"act.establish_false.help": {"Twee mensen over wie niet geklaagd is, moeten dit allebei vinden, met bewijs (R25).", "Two people who are not complained about must both judge so, with evidence (R25)."},

	"act.undo_false":      {"Vaststelling terugdraaien", "Undo the establishing"},
	"act.undo_false.help": {"De klacht was toch niet vals. Vordering terug, politie inlichten, excuses sturen, klacht weer oppakken (R27).", "It was not false after all. Withdraw the claim, inform the police, apologise, take the complaint up again (R27)."},

	"act.send_claim":      {"Vordering sturen", "Send a claim"},
	"act.send_claim.help": {"Het vaste bedrag en de vastgelegde kosten, met specificatie. Het mag, het hoeft niet (R26).", "The fixed amount and the recorded costs, with a specification. We may, we need not (R26)."},

	"act.record_claim_payment":      {"Betaling vastleggen", "Record a payment"},
	"act.record_claim_payment.help": {"Leg vast welk bedrag is ontvangen. De vordering loopt tot alles is betaald (R26).", "Record what was received. The claim runs until all is paid (R26)."},

	"act.withdraw_claim":      {"Vordering terugnemen", "Withdraw the claim"},
	"act.withdraw_claim.help": {"De vordering vervalt en de ontvanger krijgt bericht (R26).", "The claim ends and its receiver is told (R26)."},

	"act.write_off_claim":      {"Vordering afboeken", "Write the claim off"},
	"act.write_off_claim.help": {"Wij geven het op om het geld te krijgen (R26).", "We give up getting the money (R26)."},

	"act.repay_claim":      {"Vordering is terugbetaald", "The claim was repaid"},
	"act.repay_claim.help": {"Leg vast dat het betaalde geld terug is naar de klager (R27).", "Record that the money paid went back to the complainant (R27)."},

	"act.report_to_police":      {"Aangifte vastleggen", "Record a police report"},
	"act.report_to_police.help": {"Leg vast dat aangifte is gedaan van een poging tot fraude (R27).", "Record that an attempt at fraud was reported to the police (R27)."},

	"act.inform_police":      {"Politie is ingelicht", "The police were informed"},
	"act.inform_police.help": {"Leg vast dat de politie weet dat de klacht niet vals was (R27).", "Record that the police know that the complaint was not false (R27)."},

	"act.send_apology":      {"Excuses sturen", "Send apologies"},
	"act.send_apology.help": {"De klager krijgt onze excuses, omdat de klacht ten onrechte vals is genoemd (R27).", "The complainant gets our apologies, because the complaint was wrongly called false (R27)."},

	"act.record_hours":      {"Tijd vastleggen", "Record hours"},
	"act.record_hours.help": {"Leg vast hoeveel tijd aan dit dossier is besteed en waaraan (R26, R28).", "Record how much time was spent on this dossier and on what (R26, R28)."},

	"act.record_cost":      {"Kosten vastleggen", "Record costs"},
	"act.record_cost.help": {"Leg vast welke andere kosten voor dit dossier zijn gemaakt (R26, R28).", "Record what other costs were made for this dossier (R26, R28)."},

	"act.add_files":      {"Bestanden toevoegen", "Add files"},
	"act.add_files.help": {"Foto's of documenten die bij de klacht horen (R5).", "Photos or documents that belong to the complaint (R5)."},

	"act.redact_file":      {"Bestand weghalen", "Take a file out"},
	"act.redact_file.help": {"Het bestand en alles wat ervan is gemaakt, worden verwijderd. Collega’s zien wie dit deed, wanneer en waarom; de klager ziet dat wij het deden, wanneer en waarom (R28).", "The file and everything made of it are deleted. Colleagues see who did this, when and why; the complainant sees that we did, when and why (R28)."},

	"act.place_hold":      {"Bewaarplicht vastleggen", "Place a hold"},
	"act.place_hold.help": {"Er wordt niets van dit dossier gewist tot en met de dag die u kiest, bijvoorbeeld omdat er een rechtszaak loopt. Een nieuwe dag komt in de plaats van de vorige (R28).", "Nothing of this dossier is erased up to and including the day you choose, because of a court case for instance. A new day takes the place of the one before (R28)."},

	"act.lift_hold":      {"Bewaarplicht opheffen", "Lift the hold"},
	"act.lift_hold.help": {"Het dossier wordt weer gewist als de bewaartijd voorbij is (R28).", "The dossier is erased again when its time is over (R28)."},

	"act.erase":      {"Gegevens wissen", "Erase data"},
	"act.erase.help": {"Wat er is gezegd en geschreven, namen, berichten en bestanden worden voorgoed gewist. Dat en wanneer iets is gedaan, blijft staan. Dit kan niet worden teruggedraaid (R28).", "What was said and written, names, messages and files are erased for good. That something was done, and when, stays. This cannot be undone (R28)."},

	"act.reach":      {"Termijn laten verstrijken", "Let a term pass"},
	"act.reach.help": {"Het programma doet dit als een termijn bijna voorbij is, en als die verstrijkt (R28).", "The program does this when a term is nearly over, and when it passes (R28)."},

	"act.redate":      {"Verschoven termijn vastleggen", "Record a term that moved"},
	"act.redate.help": {"Het programma doet dit als een dag erbij of eraf gaat waarop wij gesloten zijn (R28).", "The program does this when a day on which we are closed is added or taken away (R28)."},

	"act.stop_contact":      {"Afspraak afzeggen vanwege het contactverbod", "Cancel an appointment because of the ban"},
	"act.stop_contact.help": {"Het programma doet dit als een contactverbod ingaat (R23).", "The program does this when a contact ban starts (R23)."},
}
