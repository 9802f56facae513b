"""The headings vendors give their columns, in English and the commonest German, French and Spanish. Data only.

Written as they are compared: lower case, no accents, no marks, one space between words.
"""

from typing import Literal

from services.core.intake.proposals import FieldName

Helper = Literal[
    "first_name",
    "last_name",
    "title_and_employer",
    "past_title",
    "city",
    "state",
    "country",
    "currency",
    "unit",
    "minimum",
    "increment",
    "timezone",
    "vendor",
    "ordinal",
]
"""Columns that are no field of their own but part of one, or say whose row it is."""
Kind = FieldName | Helper

SYNONYMS: dict[Kind, str] = {
    "name": "name, full name, expert, expert name, name of expert, advisor, adviser, advisor name, adviser name"
    ", consultant, consultant name, specialist, specialist name, candidate, candidate name, council member, member"
    ", member name, profile name, speaker, respondent, interviewee, person, experte, expertin, name des experten"
    ", vollstandiger name, nom, nom complet, nom de l expert, expert e, nombre, nombre completo, experto, nome",
    "first_name": "first name, firstname, given name, forename, first, vorname, prenom, nombre de pila",
    "last_name": "last name, lastname, surname, family name, last, nachname, familienname, nom de famille, apellido"
    ", apellidos",
    "title": "title, job title, position, role, current role, current position, current title, current job title"
    ", designation, function, occupation, job, most recent position, most recent role, most recent title, last position"
    ", last role, current or last position, current or last role, current or former position, relevant position"
    ", relevant role, headline, titel, funktion, rolle, position rolle, berufsbezeichnung, stelle, aktuelle position"
    ", jobtitel, poste, poste actuel, fonction, titre, cargo, cargo actual, puesto, titulo",
    "employer": "company, employer, organisation, organization, firm, current company, current employer, current firm"
    ", firm current, current organisation, current organization, company name, name of company, most recent employer"
    ", most recent company, last employer, last company, relevant company, current or last employer"
    ", current or last company, institution, affiliation, workplace, firma, unternehmen, arbeitgeber"
    ", aktueller arbeitgeber, aktuelles unternehmen, entreprise, entreprise actuelle, societe, employeur, organisme"
    ", empresa, empresa actual, compania, empleador, organizacion",
    "title_and_employer": "position and company, title and company, role and company, current role and company"
    ", current position and company, position company, title company, role company, company and title"
    ", company and position, company and role, company title, company position, company role, job title and company"
    ", position and employer, role and employer, title and employer, position employer, title employer, role employer"
    ", position organisation, position organization, title organisation, title organization, position und unternehmen"
    ", position unternehmen, funktion und firma, poste et entreprise, cargo y empresa",
    "past_employers": "previous employers, past employers, former employers, previous employer, past employer"
    ", former employer, previous companies, past companies, former companies, previous company, past company"
    ", former company, prior employers, prior employer, prior companies, earlier employers, other employers"
    ", work history, employment history, career history, previous experience, past experience, former organisations"
    ", previous organisations, previous organizations, fruhere arbeitgeber, ehemalige arbeitgeber"
    ", vorherige arbeitgeber, fruhere unternehmen, anciens employeurs, ancien employeur, employeurs precedents"
    ", empleadores anteriores, empresas anteriores",
    "past_title": "previous title, previous role, previous position, previous roles, previous positions, former title"
    ", former role, former position, past title, past role, past position, prior role, prior title, fruhere position"
    ", ancien poste, cargo anterior",
    "location": "location, based in, geography, geographic location, place, city and country, city country"
    ", country and city, country city, location country, residence, base, current location, standort"
    ", ort, wohnort, lieu, localisation, base a, ubicacion, localidad",
    "city": "city, town, stadt, ville, ciudad",
    "state": "state, province, us state, state province, bundesland",
    "country": "country, land, pays, pais, nation, country of residence",
    "region": "region, regions, geo, geo region, market region, world region",
    "expertise": "expertise, area of expertise, areas of expertise, skills, specialties, specialty, speciality"
    ", specialisation, specialization, topics, key topics, subject matter, domain, domain expertise, keywords"
    ", key words, tags, competencies, focus areas, knowledge areas, topics covered, fachgebiet, fachgebiete, expertise"
    ", kompetenzen, schwerpunkte, competences, domaine d expertise, domaines d expertise, especialidad"
    ", areas de experiencia",
    "bio": "bio, biography, profile, profile summary, summary, background, description, overview, experience summary"
    ", about, relevance, relevance to project, why, why relevant, why them, rationale, relevant experience, experience"
    ", expert summary, short bio, expert bio, professional summary, professional background, career summary, profil"
    ", lebenslauf, werdegang, beschreibung, hintergrund, biographie, resume, parcours, perfil, descripcion, resumen",
    "years_experience": "years of experience, years experience, yrs experience, yrs exp, yrs of experience"
    ", experience years, experience yrs, years in industry, years of exp, berufserfahrung jahre, jahre erfahrung"
    ", annees d experience, anos de experiencia",
    "linkedin_url": "linkedin, linkedin url, linkedin profile, linkedin link, linked in, profile link, profile url"
    ", li profile, li url, linkedin profile url, link to profile, profil linkedin, perfil de linkedin",
    "email": "email, e mail, mail, email address, e mail address, mail adresse, e mail adresse, courriel, correo"
    ", correo electronico",
    "phone": "phone, telephone, phone number, telephone number, mobile, mobile number, mobile phone, tel, cell"
    ", cell phone, contact number, telefon, telefonnummer, mobil, handy, telefono, movil",
    "price": "rate, rates, hourly rate, rate per hour, price, prices, fee, fees, cost, costs, pricing, price per hour"
    ", cost per hour, fee per hour, cost per call, fee per call, rate per call, price per call, call rate, call fee"
    ", call price, price call, rate call, cost call, hourly fee, hourly price, hourly cost, quote, quoted rate"
    ", expert rate, client rate, consultation rate, consultation fee, credits, credit, credits per hour"
    ", credits per call, number of credits, credit cost, credit rate, cost in credits, price hr, rate hr, fee hr"
    ", price h, rate h, fee h, cost h, cost hr, charge, rate per minute, price per minute, minute rate, honorar"
    ", honorarsatz, stundensatz, preis, preis pro stunde, preis pro call, satz, kosten, tarif, tarif horaire, prix"
    ", prix par heure, honoraires, cout, taux horaire, tarifa, tarifa por hora, precio, precio por hora, coste",
    "currency": "currency, ccy, curr, wahrung, devise, monnaie, moneda, divisa",
    "unit": "unit, per, rate unit, price unit, billing unit, rate type, billing basis, rate basis, price basis"
    ", einheit",
    "minimum": "minimum, minimum minutes, minimum min, min minutes, min min, min duration, minimum duration, min call"
    ", min call minutes, minimum charge, minimum charge minutes, minimum billing, minimum call, minimum call length"
    ", min call length, min charge, minimum time, mindestdauer, mindestdauer min, duree minimum, duracion minima",
    "increment": "increment, increments, increment min, increment minutes, billing increment, billing increments"
    ", billing step, step, step min, steps, takt, taktung, abrechnungstakt",
    "availability": "availability, availabilities, available, available slots, slots, slot, next slots, time slots"
    ", time slot, proposed times, proposed time, proposed slots, proposed slot, call times, call slots, times"
    ", suggested times, suggested slots, available times, available dates, earliest availability, next availability"
    ", next available, offered slots, dates and times, verfugbarkeit, verfugbarkeiten, termine, terminvorschlage"
    ", disponibilite, disponibilites, creneaux, disponibilidad, horarios, horarios disponibles",
    "timezone": "time zone, timezone, tz, zeitzone, fuseau horaire, zona horaria, local time zone",
    "conflict_status": "conflict, conflicts, conflict status, conflict check, conflicts check, conflict check status"
    ", conflict of interest, conflicts of interest, coi, coi status, compliance, compliance status, compliance check"
    ", cid, cid status, cid check, status, clearance, cleared y n, conflict cleared, compliance cleared, vetting"
    ", vetting status, interessenkonflikt, konflikt, konflikte, konfliktprufung, compliance prufung, prufstatus"
    ", conflit, conflits, conflit d interets, conflits d interets, conformite, conflicto, conflictos"
    ", conflicto de interes, cumplimiento",
    "vendor_ref": "id, expert id, expert number, expert no, expert ref, expert reference, expert code, advisor id"
    ", adviser id, advisor number, member id, council member id, profile id, candidate id, consultant id, specialist id"
    ", ref, ref no, reference, reference number, reference id, vendor id, vendor ref, experten id, experten nr, kennung"
    ", referenz, identifiant, referencia, project expert id, cid number",
    "ordinal": "number, no, nr, n, s no, sr no, sl no, serial, serial number, row, item, lfd nr, pos, line"
    ", rank, count",
    "vendor": "vendor, vendor name, network, expert network, network name, provider, platform, vendor platform"
    ", anbieter, netzwerk, expertennetzwerk, fournisseur, reseau, proveedor",
    "answers": "screening, screening answers, screening responses, screening questions, screener, screener answers"
    ", responses, answers, antworten, reponses, respuestas",
}
