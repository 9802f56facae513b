"""Which names mean one employer, and which employers belong to another. Data, and a look-up.

Never holds a company's former parent as the company itself: HP and HPE, GE and GE Healthcare stay apart.
"""

import functools

ALIASES = """
3m = minnesota mining and manufacturing
abb = asea brown boveri
ab inbev = anheuser busch inbev = anheuser busch = inbev = abinbev
accenture = andersen consulting
adm = archer daniels midland
adp = automatic data processing
aig = american international group
airbus = airbus group = eads
alphabet = google = google llc
amazon = amazon.com = amazon com
amd = advanced micro devices
american express = amex
aon = aon hewitt
apple = apple computer
arm = arm holdings
asml = asml holding
astrazeneca = astra zeneca = az
att = at and t = at&t = american telephone and telegraph
aws = amazon web services
bae systems = bae = british aerospace
bain = bain and company = bain and co
bank of america = bofa = boa = bofa securities = bank of america merrill lynch = baml
basf = badische anilin und soda fabrik
bat = british american tobacco
bayer = bayer healthcare
bbc = british broadcasting corporation
bcg = boston consulting group
bcbs = blue cross blue shield
berkshire hathaway = berkshire
bi = boehringer ingelheim = boehringer
blackrock = black rock
bms = bristol myers squibb = bristol myers = bristolmyers squibb
bmw = bayerische motoren werke = bmw group
bny mellon = bank of new york mellon = bny
booz allen hamilton = booz allen = bah
bosch = robert bosch
bnp paribas = bnp = bnpp
bp = british petroleum
bt = british telecom = bt group = british telecommunications
c h robinson = ch robinson
caterpillar = cat
cba = commonwealth bank of australia = commbank
cdc = centers for disease control = centers for disease control and prevention
cerner = oracle cerner = oracle health
cisco = cisco systems
citi = citigroup = citibank
cms = centers for medicare and medicaid services
coca cola = coke = the coca cola company = coca cola co
cognizant = cts = cognizant technology solutions
comcast = comcast nbcuniversal
credit suisse = cs first boston = csfb
cvs = cvs health = cvs caremark = cvs pharmacy
daimler = mercedes benz = mercedes benz group = mercedes = daimler ag
dell = dell technologies = dell emc = dell computer
deloitte = deloitte touche tohmatsu = deloitte and touche = deloitte consulting
deutsche bahn = db ag
deutsche bank = db
deutsche telekom = dtag
dhl = deutsche post dhl = dhl group = deutsche post
disney = walt disney = walt disney company = the walt disney company
dupont = du pont = e i du pont de nemours = du pont de nemours
eli lilly = lilly = eli lilly and company
ericsson = telefonaktiebolaget lm ericsson = lm ericsson
estee lauder = elc = estee lauder companies
exxonmobil = exxon mobil = exxon
ey = ernst and young = ernst young = ey parthenon
fca = fiat chrysler = fiat chrysler automobiles
fda = food and drug administration = us food and drug administration
fedex = federal express
fidelity = fidelity investments = fmr
fis = fidelity national information services
ford = ford motor = ford motor company
ge = general electric = general electric company
ge healthcare = gehc = general electric healthcare
ge vernova = ge power = ge renewable energy
gm = general motors = general motors company
goldman sachs = goldman = gs
gsk = glaxosmithkline = glaxo smith kline = glaxo
hca = hca healthcare = hospital corporation of america
hcl = hcltech = hcl technologies
hewlett packard enterprise = hpe = hp enterprise
hp = hewlett packard = hp inc = hewlett packard company
home depot = the home depot
honeywell = honeywell international
hsbc = hongkong and shanghai banking corporation = hsbc holdings
ibm = international business machines = ibm corporation
ihg = intercontinental hotels group
imf = international monetary fund
infosys = infosys technologies
ing = ing group = ing bank
intel = intel corporation
ibm consulting = ibm global business services = ibm gbs
jaguar land rover = jlr
jll = jones lang lasalle
johnson and johnson = j and j = jnj = jj
jp morgan = jpmorgan = jpmorgan chase = jpm = jp morgan chase = j p morgan = jpmc = chase
kfc = kentucky fried chicken
kimberly clark = kimberly clark corporation
kkr = kohlberg kravis roberts
kpmg = klynveld peat marwick goerdeler
kraft heinz = the kraft heinz company = kraft
lg = lg electronics = lucky goldstar
lloyds = lloyds banking group = lloyds bank = lloyds tsb
loreal = l oreal
lvmh = moet hennessy louis vuitton = lvmh moet hennessy louis vuitton
marsh mclennan = marsh and mclennan = mmc
mayo clinic = mayo
mckinsey = mckinsey and company = mckinsey and co
mcdonalds = mcdonald s
md anderson = md anderson cancer center
merck = merck and co = merck sharp and dohme = msd = merck sharp dohme
merck kgaa = emd serono = emd
meta = facebook = meta platforms = facebook meta
mgb = mass general brigham = partners healthcare
mgh = massachusetts general hospital = mass general
mhi = mitsubishi heavy industries
microsoft = msft = microsoft corporation
mit = massachusetts institute of technology
morgan stanley = morgan stanley dean witter
msk = memorial sloan kettering = mskcc = memorial sloan kettering cancer center
mufg = mitsubishi ufj = mitsubishi ufj financial group = bank of tokyo mitsubishi
nasa = national aeronautics and space administration
nec = nippon electric
nhs = national health service = nhs england
nih = national institutes of health
nokia = nokia networks = nokia siemens networks
novo nordisk = novo = novonordisk
ntt = nippon telegraph and telephone
ny times = new york times = the new york times = nyt
nyu langone = nyu langone health
oracle = oracle corporation
p and g = procter and gamble = pg = procter gamble = proctor and gamble
paypal = pay pal
pepsico = pepsi = pepsi cola
pfizer = pfizer pharmaceuticals = phizer
philips = royal philips = koninklijke philips
philip morris = pmi = philip morris international
pnc = pnc bank = pnc financial services
pwc = pricewaterhousecoopers = price waterhouse coopers = pricewaterhouse = strategy and
rbc = royal bank of canada
rbs = royal bank of scotland = natwest = natwest group
roche = hoffmann la roche = f hoffmann la roche = roche holding
rtx = raytheon technologies = rtx corporation
s and p = standard and poors = standard and poor s = s and p global = sp global
salesforce = salesforce.com = salesforce com = sfdc
samsung = samsung electronics
sanofi = sanofi aventis = aventis
sap = systems applications and products
schlumberger = slb
shell = royal dutch shell = shell oil = royal dutch = shell plc
siemens = siemens ag
siemens healthineers = siemens healthcare = siemens medical
smbc = sumitomo mitsui = sumitomo mitsui banking
sony = sony group = sony corporation
socgen = societe generale = sg cib
psa = psa peugeot citroen = groupe psa
tcs = tata consultancy services
td = td bank = toronto dominion bank = toronto dominion
tesla = tesla motors
thermo fisher = thermo fisher scientific = thermofisher
tiktok = tik tok
tjx = tj maxx = tjx companies
totalenergies = total = total energies
toyota = toyota motor = toyota motor corporation
tsmc = taiwan semiconductor = taiwan semiconductor manufacturing
twitter = x corp
ubs = union bank of switzerland
uhg = unitedhealth = unitedhealth group = united healthcare = unitedhealthcare = united health group = united health
un = united nations
ups = united parcel service
us bank = us bancorp = u s bank
va = veterans affairs = department of veterans affairs = veterans health administration
verizon = verizon communications = verizon wireless
volkswagen = vw = volkswagen group
vodafone = vodafone group
walgreens = wba = walgreens boots alliance = walgreen
walmart = wal mart = walmart stores
wbd = warner bros discovery = warner brothers discovery
wells fargo = wellsfargo
who = world health organization = world health organisation
zf = zf friedrichshafen
"""

PARENTS = """
alphabet: youtube, deepmind, waymo, verily
amazon: aws, whole foods, twitch, audible
meta: instagram, whatsapp
microsoft: linkedin, github, nuance
ibm: ibm consulting, red hat
johnson and johnson: janssen, ethicon, depuy
roche: genentech
oracle: cerner
uhg: optum
cisco: splunk
salesforce: slack, tableau
dell: emc
ey: parthenon
siemens: siemens healthineers
deloitte: monitor deloitte
walmart: sams club, flipkart
rtx: raytheon, united technologies, pratt and whitney, collins aerospace
stellantis: psa, fca, opel
"""


def groups() -> tuple[tuple[str, ...], ...]:
    """The names of each employer as written above, the one to use first."""
    return tuple(tuple(name.strip() for name in line.split("=")) for line in ALIASES.strip().splitlines())


@functools.cache
def _parents() -> dict[str, str]:
    rows = (line.partition(":") for line in PARENTS.strip().splitlines())
    return {child.strip(): parent.strip() for parent, _, children in rows for child in children.split(",")}


def parent(name: str) -> str | None:
    """The listed owner of an employer by its first name ("aws" → "amazon"), else None."""
    return _parents().get(name)
