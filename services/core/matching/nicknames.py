"""Given names that are one name: short forms, pet names and spellings. Data, and two look-ups.

Never lists a man's and a woman's name, or two names of different origin, as one.
"""

import functools

from services.core.matching import folding

SPELLINGS = """
aaron arron; abdul abdel; abigail abigayle; adriana adrianna; aidan aiden; alan allan allen; aleksandr alexandr
oleksandr alexander aleksander; alexandra aleksandra oleksandra; alicia alisha; alison allison alyson allyson; ana
anna; anastasia anastasiya; andrei andrey andriy; ann anne; anthony antony anthoney; ashley ashleigh ashlee; barbara
barbra; benedict benedikt; bjorn bjoern; brian bryan brien; brittany britney brittney; bryce brice; caitlin kaitlin
kaitlyn katelyn caitlyn; carl karl; carla karla; carlo karlo; caroline carolin; carolyn carolynn; catherine katherine
kathryn katharine cathryn catharine kathrine katheryn; charlotte sharlotte; chloe khloe; christian kristian; christina
kristina cristina; christine kristine kristin kristen kirsten; christoph kristof christof; christopher kristopher
cristopher christoper; claire clare clair; claudia klaudia; colin collin; conor connor; craig kraig; daria darya;
darren darrin daren; deborah debra debora; denis dennis; derek derrick derick; diana dianna; diane dianne; dmitry
dmitri dimitri dmitriy; dominic dominik dominick; douglas douglass; eileen aileen; ekaterina yekaterina; elena yelena;
elizabeth elisabeth elizabet; emanuel emmanuel; emily emilie; eric erik erick; erin eryn; esther ester; evgeny evgeni
yevgeny; fatima fatimah; felipe filipe; francesca franceska; frederic frederick fredrick frederik fredrik; gabriela
gabriella; gail gayle; gavin gavyn; geoffrey jeffrey jeffery geoffery jeffry; georg george; gerald jerald; giovanni
giovani; glenn glen; graham graeme grahame; gregory greggory gregor; guillaume guilliaume; hannah hanna hana; harold
harald; harry harrie; heather hether; helen hellen; henrik henrick; hussein hussain husain hossein; ian iain; ibrahim
ebrahim; igor ihor; ilya ilia; isaac issac isaak; isabel isabelle; isabella izabela izabella; ivan iwan; jacob jakob
jacub; jacqueline jaqueline jacquelyn; jaime jayme; janine jeanine; jasmine jasmin yasmin; jason jayson; jennifer
jenifer jeniffer; jeremy jeremie; jessica jesica; jillian gillian; joerg jorg; johann johan; john jon jhon; jonathan
jonathon johnathan johnathon jonatan; joseph josef; juergen jurgen; julia yulia yuliya; justin justen; karen karyn;
karim kareem; karin carin; kathleen cathleen; keith kieth; kelly kelley kellie; kenneth kennith; kevin kevan; khalid
khaled; krzysztof krzystof; kurt curt; laurence lawrence lawrance; leonard lennard; leslie lesley; lillian lilian;
linda lynda; lindsay lindsey; lloyd loyd; louise luise; luca luka; lucas lukas; lucia luzia; lynn lynne; madeline
madeleine madelyn; marc mark; marcus markus; margaret margret margarett; margarita margherita; maria mariya; marianne
maryann maryanne; matthew mathew; matthias mathias matias; megan meghan meagan; melissa melisa; michael micheal
mikael; michelle mishelle; mikhail mikhael; miriam myriam; mohammed muhammad mohamed mohammad muhammed mohamad
muhamad; monica monika; mustafa mostafa; natalia natalya nataliya; natalie nathalie nataly; nathaniel nathanial; neil
neal; nicholas nicolas nikolas nickolas; nicole nichole; nikolai nikolay; nils niels; oliver olivier; omar umar; oscar
oskar; pamela pamella; patricia patrica; patrick patric patrik; peter petr; philip phillip philipp phillipp philippe
filip; rachel rachael; rafael raphael; ralf ralph; raymond raymund; rebecca rebekah rebeca; reinhard rainhard; richard
rickard; rodolfo rodolpho; roger rodger; ronald ronold; rosemary rosemarie; rudolf rudolph; russell russel; sandra
zandra; sanjay sanjai; sara sarah sahra; sean shaun shawn; sergei sergey serhiy sergi; sheila shelia; sofia sophia
zofia; sofie sophie; soren soeren; srinivas sreenivas shrinivas; stacey stacy stacie; stefan stephan stefen; stephanie
stefanie stephany; stephen steven stephan stephon; stuart stewart; susan suzan; susanne suzanne suzanna; svetlana
swetlana; sylvia silvia; tamara tamarra; tatiana tatyana; terence terrence terrance; teresa theresa therese; theodor
theodore; thomas tomas; timothy timoty; tobias tobiasz; tracy tracey; tristan tristian; valentina walentina; valerie
valery; veronica veronika; victor viktor; victoria viktoria; vincent vincente; virginia virgina; vladimir volodymyr
wladimir; walter valter; wilhelm vilhelm; william willam; xavier javier; yosef yousef yusuf youssef yousuf; yvonne
ivonne; zachary zachery zackary; zoe zoey
"""

SHORT_FORMS = """
aaron: ron; abigail: abby, gail, abbie; abraham: abe, bram, avi; adam: ade; adrian: ade; agnes: aggie; aiden: aid;
alan: al; albert: al, bert, bertie; alejandro: alex, ale; alessandra: ale; alessandro: alex, ale, sandro; alexander:
alex, al, alec, sandy, sasha, sascha, xander, lex, sander, shura, olek, oles, alek; alexandra: alex, sandy, sasha,
lexi, alexa, ola, alix; alfonso: fonso, poncho; alfred: al, fred, alfie; alison: ali, ally; amanda: mandy; amelia:
amy, millie; anastasia: nastya, nastia, asya; andrea: andi, drea; andreas: andy, andi; andrei: andy; andrew: andy,
drew; angela: angie; angelina: angie, lina; ann: annie; anna: annie, anya, ania, anka; anthony: tony, ant; anton:
tony, toni; antonia: toni, tonia; antonio: tony, toni, tono; arnold: arnie; arthur: art, artie; artyom: tyoma;
augustin: gus; augustus: gus; barbara: barb, barbie, babs, basia; barnaby: barney; bartholomew: bart; bartlomiej:
bartek; beatrice: bea, trixie; beatriz: bea; benedict: ben; benjamin: ben, benny, benji; bernadette: bernie; bernard:
bernie, bern; bethany: beth; bradford: brad; bradley: brad; brandon: brand; brenda: bren; brian: bri; bridget: biddy,
bridie; calvin: cal; cameron: cam; carlos: carlitos; carol: carrie; carolina: caro, lina; caroline: carrie, caro,
lina; cassandra: cass, cassie; catherine: kate, cathy, kathy, katie, kat, cat, kit, kitty, kay, katy, cate, trina;
cecilia: ceci, celia, cissy; charles: charlie, chuck, chas, chip, charley; charlotte: lottie, charlie, charley, lotte;
cheryl: cher; chester: chet; christian: chris; christina: chris, chrissy, tina, christie, krissy, kris; christine:
chris, chrissy, tina, christie, kris; christoph: chris; christopher: chris, kit, topher, kris; clifford: cliff;
clifton: cliff; clinton: clint; concepcion: concha, conchita; constance: connie; consuelo: chelo; cornelius: kees,
connie; courtney: court; curtis: curt; cynthia: cindy; daniel: dan, danny, dani, danil; daniela: dani; danielle: dani;
dariusz: darek; david: dave, davey, davy; deborah: deb, debbie, debby; delores: lola; denise: dee, denny; dennis:
denny, den; dimitrios: dimitris, jim, mitsos; dmitry: dima, mitya; dolores: lola, dolly; dominic: dom, nick;
dominique: dom, nikki; donald: don, donnie, donny; dorothea: thea, dora; dorothy: dot, dottie, dolly, dory; douglas:
doug; edgar: ed, eddie; edith: edie; edmund: ed, eddie, ted, ned; eduardo: edu, lalo; edward: ed, eddie, ted, ned,
teddy, ward; edwin: ed, eddie, win; ekaterina: katya, kate, katia; eleanor: ellie, nell, nora, elle, nelly; elena:
lena, alyona; elias: eli; elijah: eli; elizabeth: liz, beth, lizzie, betty, eliza, lisa, betsy, libby, lizzy, bess,
elsie, liza, lisbeth; emanuel: manny, manu; emily: em, emmy, millie; enrique: quique, kike; ernest: ernie;
ernesto: neto; esther: essie; eugene: gene; eugenia: genie, zhenya; evelyn: evie, eve, lyn; evgenia: zhenya; evgeny:
zhenya; ezekiel: zeke; federico: fede; felicia: fel; felipe: pipe; fernanda: fer, nanda; fernando: fer, nando;
filippo: pippo; florence: flo, flossie; frances: fran, frankie, fanny; francesca: fran, fra, franci; francesco:
franco, fra, ciccio, cesco; francis: frank, fran; francisca: paqui, fran; francisco: paco, pancho, fran, frank, kiko,
curro, chico, cisco; frank: frankie; franklin: frank; frederic: fred, freddie, freddy, fritz; frederica: freddie,
rica; gabriel: gabe, gab, gabi; gabriela: gabi, gaby; gabrielle: gabby, gabi, gaby; geoffrey: geoff, jeff; george:
georgie; georgina: gina, georgie; georgios: george, yorgos, giorgos; gerald: gerry, jerry; gerard: gerry, jerry;
gerhard: gerd; gertrude: trudy, gertie; gilbert: gil, bert; gillian: gill, jill, gilly; giovanna: gio, gianna, vanna;
giovanni: gianni, gio, vanni, nanni; giuseppe: beppe, peppe, pino, peppino, beppi; giuseppina: pina; gloria: glo;
gordon: gord, gordy; gregory: greg, gregg; grigory: grisha; grzegorz: grzesiek, greg; guadalupe: lupe, lupita;
guillermo: memo, guille, willy; gustavo: gus; gwendolyn: gwen; hans: hannes; harold: harry, hal; harriet: hattie,
harry; harrison: harry; heinrich: heinz, heiner, heini; helen: nell, nellie, lena; helena: lena, hela; hendrik: henk,
rik; henry: harry, hank, hal; herbert: herb, bert; herman: herm, manny; hilary: hil; howard: howie; hubert: hugh,
bert; hugh: hughie; humphrey: humph; ignacio: nacho; ignatius: iggy; immanuel: manny; irene: renie; irina: ira; isaac:
ike; isabel: isa, bella, izzy, belle, ibby, chabela; isaiah: ike; ivan: vanya, vania; jack: jock; jacob: jake, jay;
jacqueline: jackie, jacqui; james: jim, jimmy, jamie, jem, jimmie, jaimie; jan: janek, jasiek; jane: janie;
janet: jan, nettie; janice: jan; janusz: janek; jason: jase, jay; javier: javi, xavi; jean: jeannie; jeffrey: jeff;
jennifer: jen, jenny, jenn, jennie; jeremiah: jerry, jem; jeremy: jerry, jez, jem; jerome: jerry; jerzy: jurek; jesse:
jess; jessica: jess, jessie; jesus: chuy, chucho; jill: jilly; joachim: jochen, achim; joan: joanie; joanna: jo, joey,
asia, joasia; joanne: jo; joaquin: quino, quim; jocelyn: joss; johannes: hans, jan, hannes, jo, johan; john: johnny,
jack, jock, jonny, johnnie; jonathan: jon, jonny, jonty, johnny; jorge: coque; jose: pepe, chepe, pepito; josefa:
pepa; josefina: pepa, fina; joseph: joe, joey, jo, sepp, yossi, jos; josephine: jo, josie, jojo; joshua: josh; joyce:
joy; juan: juanito, juancho; judith: judy, jude; julia: jules; julian: jules; juliet: jules; jurgen: jogi; justin:
jus; katarzyna: kasia, kaska; katherina: kathi, kati; kathleen: kathy, kath, kate, katie, kay; kelly: kel; kenneth:
ken, kenny; kevin: kev; kimberly: kim, kimmy; konstantin: kostya, kosta; konstantinos: kostas, costas, dinos, gus;
krzysztof: krzysiek, chris, kris; kyle: ky; lakshmi: laxmi; laura: laurie, lauri; lauren: laurie, ren; lawrence:
larry, laurie, lorry; leonard: len, lenny, leo; leonardo: leo; leopold: leo, poldi; leroy: roy; leslie: les; lewis:
lew, lou; lillian: lily, lil; linda: lindy; lindsay: linz; lorenzo: renzo, enzo; lorraine: lori, raine; louis: lou,
louie; louise: lou; lucia: luci, lucy; lucille: lucy, lucie; ludwig: lutz; luis: lucho, luisito; lydia: lyddie;
lyudmila: luda, mila; maciej: maciek; madeline: maddy, maddie; magdalena: magda, lena, leni; malcolm: mal; malgorzata:
gosia; manuel: manny, manolo, manu, manolito, lito; manuela: manu; marcus: marc; margaret: meg, maggie, peggy, margie,
peg, marge, meggie, madge, mags; margarita: rita, marga, margo; marguerite: margot; maria: mia, mimi, masha, ria;
marianne: annie; mariano: nano; marjorie: marge, margie; martha: marty, mattie; martin: marty; marvin: marv; mary:
molly, polly, mamie, mimi; mateusz: mati; matilda: tilly, mattie, tilda; matteo: teo; matthew: matt, matty; matthias:
matt, matze; maurice: moe, morris; maxim: max; maximilian: max; maximiliano: max, maxi; maxine: max; maxwell: max;
melanie: mel; melissa: mel, missy, lissa; melvin: mel; mercedes: merche, mechi; mervyn: merv; michael: mike, mick,
mickey, micky, mikey, mitch, michi; michelle: shelly, chelle; miguel: mike, migue; mikhail: misha, mike; mildred:
millie; milton: milt; miranda: mira, randy; miriam: mimi, mim; mitchell: mitch; mohammed: mo, moh, md, mohd; moises:
moi; molly: mol; montserrat: montse; morris: mo, moe; mortimer: mort; moshe: moishe; nadezhda: nadia, nadya; nancy:
nan, nance; natalia: nat, talia, natasha; natalie: nat; nathan: nate, nat; nathaniel: nate, nat, nathan; nelson: nels;
nicholas: nick, nicky, nico, nik, niko, nicolai; nicola: nicky, nikki, nico; nicole: nicky, nikki, nic, nico; nicolo:
nico, nicco; nikolai: kolya, nick, nik; nikolaos: nikos, nick; norman: norm; oleksandr: sasha; olga: olya; oliver:
ollie, olli; olivia: liv, livia, livvy; oscar: ozzie; oswald: ozzie, oz; pamela: pam; patricia: pat, patty, trish,
tricia, patsy, patti, pati; patrick: pat, paddy, packy; paul: paulie, pauly; paula: pauli; paulina: pola; pavel:
pasha; pedro: perico; penelope: penny, pen; percival: percy; peter: pete, petey; petronella: nel; petros: peter, pete;
philip: phil, pip, flip; philomena: phil, mena; phyllis: phyl; piotr: piotrek; priscilla: cilla, pris; rachel: rach,
rae, shelly; rafael: rafa, rafi, raf; rajendra: raj, raju; rajesh: raj; rajiv: raj; ramakrishna: ram; ramon: moncho,
mon; randall: randy; randolph: randy; raymond: ray; rebecca: becky, becca, bec, beck; reginald: reg, reggie; renata:
renia; reuben: rube; ricardo: rick, ricky, rich; riccardo: ricky, ricki; richard: rick, dick, rich, richie, ricky,
dickie, ritchie; robert: bob, rob, bobby, robbie, bert, bobbie, robby; roberta: bobbie, robbie, berta; roberto: beto,
rob, berto, bobby, tito; robin: rob; roderick: rod; rodney: rod; rodolfo: fito, rudy; rodrigo: rod, rigo; roger: rog;
roland: rolly, rolf; ronald: ron, ronnie, ronny; rosalind: ros, roz; rosario: charo; rose: rosie; rosemary: rosie,
romy, rose; roxanne: roxy; rudolf: rudi, rudy; rupert: rup, bert; russell: russ, rusty; salvador: chava, salva, sal;
salvatore: sal, toto; samantha: sam, sammie; samson: sam; samuel: sam, sammy; sandra: sandy; santiago: santi, chago,
yago; sara: sally, sadie, sal; sebastian: seb, bastian, basti, seba, sebas, bas; sergei: seryozha, serge; sergio:
checo; seymour: sy; sharon: shaz; sheldon: shelly; shelley: shel; shirley: shirl; sidney: sid; simon: si; sofia: sofi,
zosia; solomon: sol; sophia: sophie, sofi; stanislav: slava, stas, stan; stanislaw: staszek, stan; stanley: stan;
stefan: stef; stefano: ste, stefi; stella: stel; stephanie: steph, stephie, stevie, steffi, stef; stephen: steve,
stevie, steph; stuart: stu; subramanian: subbu, mani, subra; susan: sue, susie, suzie, suzy, susy; susanne: sue, susi,
sanne, suse; svetlana: sveta, lana; sylvia: syl; tabitha: tabby; tadeusz: tadek; tamara: tammy, toma; tatiana: tanya,
tania; terence: terry; teresa: terry, tess, tessa, terri, tere, resi; thaddeus: thad, tad; thelma: thel; theodora:
dora, thea; theodore: ted, teddy, theo; theophilus: theo; theresia: resi; thomas: tom, tommy, tommie; tiffani: tiff;
tiffany: tiff; timothy: tim, timmy; tobias: toby, tobi; tomas: tom; tomasz: tomek, tom; tommaso: tommy, maso; toshiro:
toshi; tracy: trace; ulrich: uli, ulli; ursula: uschi, ulla; valentina: val, vale, valya; valentine: val; valerie:
val; vanessa: nessa, ness; vasily: vasya; veronica: ronnie, roni, vero, vera; victor: vic, vick; victoria: vicky,
vicki, tori, vic, vickie, vika; viktor: vitya; vincent: vince, vinnie, vin; vincenzo: enzo, vince, enzuccio; violet:
vi; virginia: ginny, ginger, gina; vivian: viv; vladimir: vlad, volodya, vova; wallace: wally; walter: walt, wally,
wat; wanda: wandzia; wendy: wen; wesley: wes; wilfred: wilf, fred; wilhelm: willi, willy; wilhelmina: mina, billie,
willa; willem: wim, pim; william: bill, will, billy, willy, willie, bud, wim; winifred: winnie, freda; winston: win;
wladyslaw: wladek; wojciech: wojtek; wolfgang: wolf; yevgenia: zhenya; yuri: yura; yvette: yvie; zachary: zac, zach,
zack, zak; zbigniew: zbyszek, zbig; zedekiah: zed
"""


COMMON = folding.listed(
    """
james john robert michael david william richard joseph thomas charles christopher daniel matthew anthony mark steven
andrew paul kevin brian jennifer mary elizabeth linda susan jessica sarah karen lisa nancy maria anna ana jose juan
carlos luis antonio manuel francisco peter martin alexander stefan andreas jan jean pierre philippe marco ahmed
mohammed ali wei min yan ying jing li fang xin yu hui amit raj priya rahul sanjay vijay
"""
)


@functools.cache
def _spellings() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in SPELLINGS.split(";"):
        names = line.split()
        for name in names:
            table[name] = table.get(name, frozenset()) | {names[0]}
    return table


@functools.cache
def _short_forms() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in SHORT_FORMS.split(";"):
        full, _, short = line.partition(":")
        for name in short.split(","):
            table[name.strip()] = table.get(name.strip(), frozenset()) | spellings(full.strip())
    return table


def spellings(name: str) -> frozenset[str]:
    """The folded name under its usual spelling: "micheal" → {"michael"}; a name without variants is its own."""
    return _spellings().get(name) or frozenset({name})


def identities(name: str) -> frozenset[str]:
    """Every full name a folded given name may stand for: "bob" → {"robert", "bob"}, "alex" → several."""
    return spellings(name) | _short_forms().get(name, frozenset())


@functools.cache
def full_names() -> frozenset[str]:
    """The folded names that have short forms."""
    return frozenset(line.partition(":")[0].strip() for line in SHORT_FORMS.split(";"))


def is_given_name(name: str) -> bool:
    """Whether the folded word is a given name this table knows."""
    return name in _spellings() or name in _short_forms() or name in full_names()


def is_common(name: str) -> bool:
    """Whether so many people bear the folded given name, or one it may stand for, that sharing it proves little."""
    return not COMMON.isdisjoint(identities(name))
