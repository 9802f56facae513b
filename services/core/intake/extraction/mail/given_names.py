"""Given names common among business people of many countries, lower case without accents. Evidence, never proof."""

_NAMES = """
aarav aaron abdou abdoulaye abdul abdullah abel abena abhishek abigail abraham adaeze adam adamu adebayo adele aditi
aditya adnan adrian adriana ady afonso agata agnes agnieszka agustin ahmad ahmed ahmet aida aidan aiko aileen ainhoa
aino aisha aishwarya ajay akash akiko akinyi akira alain alan alasdair alba albert alberto aldo alejandra alejandro
aleksander aleksandr alena alessandra alessandro alessia alex alexander alexandra alexandre alexei alexis alfonso
alfred alfredo ali alia alice alicia alina aline alisha alison allan allison alma alphonse alvaro amadou amalia amanda
amara amaya ambrose amelia amelie amina amir amit amol amrita amy ana anabel anahita anais anand anastasia anastasios
anders andre andrea andreas andrei andres andrew andrius andrzej andy aneta angela angelica angelo angus anil anita
anja anjali ankit ann anna anne annelies anneliese annette annika anouk anselm anthony antje antoine anton antonia
antonio anusha aoife apostolos aram aravind archana archie ariel arif aris aristide arjun arlene arlette armando armin
arnaud arnav arne arnold arsen arthur arti arturo arun arvid arvind asha ashish ashley ashok asif aslan astou astrid
athena atif atsushi aubrey audrey augustin augusto aurelie aurora austin avery aviva axel ayako aydin ayesha ayodele
ayumi azadeh babak bahar balazs baptiste baran barbara barry bart bartosz basil basma bastian beata beatrice beatrix
beatriz becky bela belinda ben benedict benedikt benjamin benoit berit bernadette bernard bernd bernhard bert bertrand
beth bettina beverly bharat bhavna bianca bianka bilal bill birgit bjarne bjorn blake blanca bob bogdan bonnie bora
boris brad bradley brandon brenda brendan brent brett brian brianna bridget brigid brigitte britt britta bronwyn
brooke bruce bruno bryan burak burcu cai caitlin callum calum calvin cameron camila camille camilo candice carina
carine carl carla carlo carlos carlotta carmela carmen carol carolina caroline carolyn carsten carter casey caspar
cassandra catalina catarina catherine cathy cecile cecilia cedric cedrick celeste celia celine cem cesar cesare chad
chandra chantal charity charlene charles charlie charlotte chelsea chen cheng cheryl chiamaka chiara chidi chinedu
chioma chloe chris christa christelle christian christina christine christoph christophe christopher chukwuma ciara
ciaran cillian claire clara clarence clarissa claude claudia claudio clayton clemens clement clementine clifford
clinton clive cole colette colin colleen colm connor conor conrad constance consuelo coralie cordelia corey corinne
cornelia cory cosimo cosmin costas courtney craig cristian cristiano cristina curtis cynthia cyril cyrus dafna dagmar
dagny daisuke dale dalia damaris damian damien damir dan dana danica daniel daniela daniele danielle danilo danny
danuta daphne dario darius darko darrell darren dave david davide davina dawn dean deborah debra declan deepa deepak
deirdre delia delphine demetrius denis denisa denise dennis derek desmond devika devon dexter dharmesh diana diane
diarmuid diarra diego dieter dilip dimitri dimitrios dimitris dina dinesh diogo dirk divya djamila dmitri dmitry
dolores domenico dominic dominik dominique don donald dong donna donovan dora doreen dorian doris dorota dorothea
dorothy doug douglas dragan dragana duc duncan dustin dwayne dylan eamon earl ebba eberhard ebru eckhard ed edda eddie
edgar edith edmund edna edoardo edouard eduardo edward edwin efe efrat efua egon eileen eino eirik eitan ekaterina
elaine eleanor eleanora eleftheria elena eleni eli eliane elias elif elijah eliot elisa elisabeth elise eliza
elizabeth elke ella ellen elliot elodie eloise elsa elvira emanuel emanuele emeka emil emilia emilie emilio emily
emine emir emma emmanuel emmanuelle emmet emre engin enrico enrique enzo erdem eric erica erik erika erin ernest
ernesto ernst erwan eryk esme esra esteban estefania estelle esther ethan etienne eugene eugenia eugenie eunice
eustace eva evan evangelos eveline evelyn ewa ezra fabian fabiana fabien fabienne fabio fabrice fadi faisal fan farah
farhan farid faruk fatima fatma fatoumata faustino federica federico felicity felipe felix femi ferdinand fergus
fernand fernanda fernando filip filippo finbarr finn fiona flavia flavio floor flora florence florian floriane folake
folasade fotini franca frances francesca francesco francine francis francisco franck francois francoise frank frans
franz franziska fred freddie frederic frederick frederik freya frida frieda friedrich fritz fumiko gabriel gabriela
gabriele gaetano gail galina ganesh gareth garrett gary gaston gauri gautam gavin gemma genevieve geoff geoffrey
george georges georgia georgios geraint gerald geraldine gerard gerardo gerd gerda gerhard germaine gertrude gian
giancarlo gianluca gianni gideon gilbert gilda gilles gina gino giorgio giorgos giovanni gisela gisele giulia giulio
giuseppe gladstone gladys glen glenn gloria goran gordon gosia grace graham grainne grant greg gregor gregory greta
grzegorz guadalupe gudrun guido guilherme guillaume guillermo gulsen gunnar gunter gunther gustav gustavo guy gwen
gwendolyn haakon hadi hai haider hakan halil halima hamid hamza han hanan hannah hanneke hannes hans haoran harald
hari harold haroon harpreet harriet harris harry hartmut haruka haruki harvey hasan hassan hector hedda hedwig heidi
heidrun heike heiko heinrich heinz helen helena helene helga helmut heloise hemant hendrik hendrika hennie henning
henri henrietta henriette henrik henrique henry herbert heribert herman hermann hermes hernan hideki hideo hilary
hilde hildegard hina hiroko hiromi hiroshi hisashi hoang holger holly horst hortense hossein howard hubert huda hugh
hugo hugues hui humphrey hussein huw hyun iain ian ibrahim ibtissam ida idris ieva ignacio ignatius igor ihor ikenna
ikram ilana ilaria ileana ilhan ilias ilona ilse ilya imani imelda immanuel imogen imran ines inga ingeborg ingo
ingrid ingvar inigo ioan ioana ioannis iolanda irena irene irina iris irma irmgard isaac isabel isabella isabelle
isadora ishaan ishan isidro isla ismael ismail istvan itzel iva ivan ivana ivo ivy izabela jacek jacinta jack jackie
jackson jacob jacqueline jacques jada jadwiga jagdish jaime jake jakob jakub jamal james jamie jamil jan jana jane
janek janet janice janine janos jarek jaroslav jaroslaw jasmine jason jaspreet javed javier jay jayant jayne jean
jean-baptiste jean-luc jean-marc jean-pierre jeanette jeanine jeanne jeff jeffrey jelena jen jenna jennifer jenny jens
jeremy jeroen jerome jerry jesper jessica jesus jette jiang jianguo jiho jihye jill jim jimena jimmy jing jiro jitka
jo joakim joan joana joanna joanne joao joaquin jocelyn jochen joe joel joelle joerg johan johann johanna johannes
john johnny jolanda jolanta jon jonas jonathan jonathon jonna joost jordan jordi jorg jorge joris jorn jose josef
josefa josefine joseph josephine josh joshua josip jovan joyce juan juana judah judit judith judy juergen juhani jules
julia julian juliana juliane julianna julie julien juliet julieta julio jun junichi jurgen justin justine justyna
jutta kaan kadir kai kailash kaito kajal kalina kalle kalpana kamal kamala kamil kamila kanchan karan karel karen
karim karima karin karina karl karla karolina karsten kartik kasia kaspar katarina katarzyna kate kateryna katharina
katherine kathleen kathrin kathryn kathy katie katja katrin katrina katya kaveh kavita kavitha kay kayla kazimierz
kazuki kazuo kei keiko keisuke keith kelly kelvin kemal ken kendra kenichi kenichiro kenji kenneth kenta kerem kerry
kerstin ketan kevin khadija khaled khalid khanh kiara kieran kiki kim kimberly kimmo kinga kiran kirsi kirsten kishore
kiyoshi klara klaus klemens kofi koji konrad konstancja konstantin konstantinos kosta kostas kris krishna kristen
kristian kristin kristina krisztina krzysztof ksenia kuba kudzai kumar kunal kurt kurtis kwabena kwame kwesi kyle
kyoko laila lajos lakshmi lamar lambert lamia lana lance lara lara-marie larissa larry lars lasse laszlo latisha
latoya laura laureen laurel lauren laurence laurent laurie lavinia lawrence layla lea leah leandro lech lee leena leif
leigh leila lena lenka lennart lenny leo leon leona leonard leonardo leonidas leonie leonor leopold leroy leslie
leszek levi lewis lia liam lidia lidija lieselotte ligia lila lilia lilian liliana lilith lily lina linda lindsay ling
linh linnea linus lionel lisa lise liselotte liu livia liz ljiljana lloyd loic lois lola loreen lorenzo loretta lori
lorna lorraine lothar lou louis louisa louise lubomir luc luca lucas lucia luciana luciano lucie lucille lucinda lucy
ludmila ludovic ludwig luella luigi luis luisa luiz lukas lukasz luke lutz luz lydia lyle lyn lynn lyubov maartje
mabel maciej madeleine madhavi mads magali magda magdalena maggie magnolia magnus mahesh mahmoud mahmut mai maik maite
maja makoto malcolm malgorzata malik mallory malte mamadou manal mandla mandy manfred manish manoj manon manuel
manuela mara marc marcel marcela marcella marcelo marcia marcin marco marcos marcus marek margaret margarita
margherita margit margot margrethe maria mariajose mariam mariana marianne maribel marie marielle marija marijke
marika mariko marilyn marina mario marion marisa marisol marissa marit marjorie mark marko markus marlene marlies
marloes marlon maroun marta marten martha martijn martin martina marvin marwan mary maryam masaki masato masha massimo
mateo mateusz mathias mathieu mathilde matias matilda matilde matt matteo matthew matthias matthieu matti mattias maud
maura maureen maurice mauricio maurizio max maxime maximilian maximiliano maya mayumi meera megan mehdi mehmet mehul
mei mei-ling meilin mel melanie melek melike melinda melissa memet mercedes mercy meredith merete meriem merle mia
micah michael michaela michal michel michela michele micheline michelle michiel midori miguel miguelangel mihai mihail
mika mikael mike mikhail miki mikko mila milagros milan milena milka milos mina ming miranda mireille mirela mirella
miriam mirjam mirko miroslav mitchell mitsuko miyuki moataz modou mohamed mohammad mohammed mohan mohsin moira moises
molly mona monica monica-alexandra monika monique morag mordechai morgan morgane moritz morten moses mostafa mthunzi
muhammad muhammed mukesh munir murad murali murat muriel murielle murray mustafa mwajuma mwangi myriam nabil nada
nadege nadia nadine nadir naeem nagesh nagore naima najib nana nanami nancy naoko naomi naoto narendra narges natacha
natalia natalie natasha nathalie nathaly nathan nathaniel natsuki naveen nazim neal ned nedim neeraj neha neil nele
nell nelly nelson nena nerea nesrin nessa neus neville ngozi nhung niall niamh nicholas nick nicodemus nicola nicolas
nicole nicoletta niels nigel nikhil nikita niklas nikola nikolai nikolaos nikolaus nikolay nikos nils nimrod nina nino
nirmala nisha nisreen nitin noa noah nobuko nobuo noel noelia noemie nora norbert noriko norman nour nuala nuno nur
nuria oana obinna octavia octavio odette odile ofer oisin oktay olaf olajide olamide ole oleg oleksandr olga oliver
olivia olivia-grace olivier oliwia ollie olof olumide oluwaseun oluwatobi omar omari ondrej oonagh orhan oriol orla
orlando ornella osama oscar oskar oskari osvaldo otis ottavia otto ousmane owen oyinkansola ozlem pablo padma padraig
palle pamela panagiotis paola paolo parisa parvati pascal pascale pascual pat patience patrice patricia patricio
patrick patrik patrizia paul paula paulette pauliina paulina pauline paulo pavel pawel pedro peggy pelin penelope peng
per percy perla perpetua perry petar pete peter petra petronella petros phil philip philipp philippa philippe phillip
philomena phoebe phyllis pia pierre piet pieter pieternel pietro pilar pim pina ping piotr piotrek placido polina
pooja prakash pranav pranay prasad prashant praveen preeti prem prisca priscilla priya priyanka prudence qasim qing
quentin quincy quynh rabia rachel rachid radek radu raewyn rafael rafaela rafal ragnar ragnhild rahul raimund rainer
raissa raj raja rajeev rajesh rajiv raju rakesh ralf ralph raluca ram ramesh rami ramon ramona rana randall randeep
randy ranjit raoul raphael rashid rasmus raul ravi ray raymond raymonde rebecca reem reena regina regine reiko
reinhard reinhilde reinhold rekha remi remy rena renata renate renaud rene renee reuben reyhan reza rhiannon rhonda
rhys ricarda ricardo riccardo rich richa richard rick ricky rie rik rikard rina rinaldo rishi rita ritu riya roan rob
robbert robert roberta roberta-maria roberto robin rochelle rocio rod rodney rodrigo roelof roger rogerio rohan rohini
rohit roisin roland rolf romain roman romana romeo romy ron ronald ronan ronit ronja rory rosa rosalba rosalia
rosalind rosalyn rosanna rosario rosemary roshan rosita ross rowan roxana roxanne roy ruben rubina ruby rudolf rufus
rui rupert ruprecht russell rusudan ruta rutger ruth ruxandra ryan saad saanvi sabina sabine sabri sabrina sabry
sachiko sachin sadia sadie saeed safa safiya sagar said sakura salim sally salma salome salvador salvatore sam
samantha sameer samir samira samson samuel sancho sandeep sander sandhya sandra sandro sandy sang sanjay sanjeev sanna
sanne santhosh santiago santosh saori sapna saqib sara sarah sari sasha saskia satish satoshi satu saurabh savannah
savas sayaka scarlett scott sean sebastian sebastien sebnem seema seiji selim selin selina selma semra senthil
serafina serap serena serge sergei sergey sergio serkan seth severin severine shabnam shahid shakira shalini shamim
shane shannon shantanu shari sharif sharmila sharon shashank shashi shaun shauna shawn shazia sheena shefali sheila
shelby shelley sheng sherry shilpa shin shingo shinji shira shirin shirley shoshana shreya shubham shun sian sibel
sibylle sidney siegfried sienna sigrid sigurd silke silvana silvia silvio simge simon simona simone simran sinan
sindre sinead siobhan siri siti sixten slavica slavko snezana sofia sofie soheil sokratis solange solveig sonal songul
sonia sonja sophia sophia-marie sophie soraya soren spencer spyros srdjan sreenivas sridhar stacey stacy stacy-ann
stan stanislav stanley stavros stefan stefania stefanie stefano stefanos steffen steffi stein stella stellan sten
stephan stephane stephanie stephen steve steven stewart stig stine stuart subhash sudhir sue sujata sultan suman sumit
sunil sunita sunniva surendra suresh surya susan susana susana-maria susanne suzan suzanne svein sven sven-erik sverre
svetlana swapna swati sybil syed sylvain sylvia sylvie szymon taavi tabitha tadashi tadeusz tae taha tahir taiwo
takahiro takashi takeshi takumi talia tamar tamara tamas tami tamika tanvi tanya tara taras tarek tariq tarja tatiana
tatjana tatsuo tatsuya tayfun ted teemu teodor teodora terence teresa tereza terje terrence terri terry terttu tess
tessa tetiana thabo thanasis thea thelma theo theodora theodore theodoros theresa thiago thibault thierry thilo thomas
thomasina thorsten tiago tiffany tiina tilda tilman tim timea timo timothy timur tina tinashe tino titus tobias
tobiasz toby todd todor tom tomas tomasso tomasz tommy toni tonje tony tor torben torsten tove tracey tracy trevor
trine tristan tristram trond troy trudy tsvetan tuan tunde tuomas turgut tuulia tuva tyler tyrone uchenna udo ugo ulf
ulla ulrica ulrich ulrike uma umar umberto umesh urs ursula usha uta ute uwe uzma vaclav valdemar valentijn valentin
valentina valeria valerie valeriu vanda vanessa vanja varun vasileios vasilii vasilis vassilis veena veerle venkat
venkatesh vera vera-lucia verena verna vernon veronica veronique vesna vibeke vicente vicki vickie victor victoria
vidar vidya viet vigdis viggo vijay vijaya vikas vikki vikram viktor vilma vinay vincent vincenzo vinicius vinod
violet violeta virgil virginia virginie vishal visnja vitaly vito vittoria vivek vivian viviana viviane vivienne
vladimir vojtech volker vuk vusi waldemar waleed walid walter-hans wanda wang wang-wei warren wasim wayne wei wei-ling
wendell wendy werner wesley wessel whitney wiebke wietse wiktor wilbur wilfred wilfried wilhelm wilhelmina willem
willemijn william willow wilma winfried winifred winston wladyslaw wojciech wolfgang wolfram woo-jin xander xavier
xiang xiao xiaoming xiaoyan ximena xin xiomara xochitl yadira yael yan yang yann yannick yaroslav yasemin yash yasir
yasmin yasuko yeon yesim yetunde yevgeny yi yiannis yigal yildiz ying ylva yogesh yoko yolanda yong yorick yosef yoshi
yosuke yousef youssef yu yuan yuka yuki yukiko yuko yulia yuliya yumi yuri yusra yusuf yuta yuval yves yvette yvonne
zachariah zachary zahid zahra zaid zainab zak zaneta zara zarina zbigniew zdenek zdenka zehra zelda zenon zeynep zhang
zhen zhi zhou ziad zita zlatan zoe zofia zoltan zoran zsofia zsolt zubair zulfiqar zuzana
"""


def all_names() -> frozenset[str]:
    """Every listed name."""
    return frozenset(_NAMES.split())
