"""Given names common among business people of many countries, lower case without accents. Evidence, never proof."""

_NAMES = """
aaron abdul abdullah abel abena abigail abraham adam adebayo adele adnan adrian adriana afonso agata agnes agnieszka
ahmed ahmet aidan aiko aileen aisha aishwarya ajay akash akira alan alain alasdair albert alberto alejandra alejandro
aleksander aleksandr alena alessandra alessandro alessia alex alexander alexandra alexandre alexei alexis alfonso alfred
ali alice alicia alina alison allan allison alma alvaro amadou amanda amara amelia amina amir amit amol amrita amy ana
anand anastasia anders andre andrea andreas andrei andres andrew andrzej andy aneta angela angelica angelo angus anil
anita anja anjali ankit ann anna anne anneliese annette annika anthony antje antoine anton antonia antonio anusha aoife
april aravind archana ariel arjun arlene armando arnaud arne arnold arthur arturo arun arvind asha ashish ashley ashok
asif astrid atsushi audrey augusto aurelie austin axel ayesha ayodele baptiste barbara barry bart bartosz basil bastian
beata beatrice beatriz becky belinda ben benedict benedikt benjamin bernadette bernard bernd bernhard bert beth bettina
bhavna bianca bill bjorn blake bob bogdan boris brad bradley brandon brenda brendan brent brett brian bridget brigitte
britta brooke bruce bruno bryan burak caitlin callum calvin cameron camila camille carina carl carla carlo carlos carmen
carol carolina caroline carolyn carsten carter casey catalina catarina catherine cathy cecilia cecile cedric celia celine
cem cesar chad chandra chantal charlene charles charlie charlotte chelsea chen cheng cheryl chiara chidi chinedu chloe
chris christa christelle christian christina christine christoph christophe christopher chukwuma ciara claire clara
claude claudia claudio clemens clement clive cole colette colin colleen connor conor conrad constance cordelia corinne
cornelia corey cory courtney craig cristian cristiano cristina curtis cynthia cyril dagmar daisuke dale damian damien dan
dana daniel daniela daniele danielle danny dario darius darrell darren dave david dawn dean deborah debra declan deepa
deepak delphine denis denise dennis derek desmond devon dharmesh diana diane diarmuid diego dieter dilip dimitri dimitrios
dimitris dina dinesh dirk divya dmitri dmitry dolores domenico dominic dominik dominique don donald donna donovan dora
doris dorota dorothy doug douglas duncan dustin dwayne dylan eamon earl eberhard ed eddie edgar edith eduardo edward edwin
efua egon eileen elaine eleanor elena eleni elias elif elijah elisa elisabeth elise eliza elizabeth ella elke ellen elliot
elsa emanuele emeka emil emilia emilie emilio emily emma emmanuel emre enrico enrique eric erica erik erika erin ernest
ernesto esra esteban esther ethan eugene eugenia eunice eva evan evelyn ewa fabian fabien fabio fabrice faisal fan farah
farid fatima fatma federica federico felicity felipe felix femi fernanda fernando fiona flavia flavio florence florian
floriane folake frances francesca francesco francine francis francisco franck francois francoise frank franz fred freddie
frederic frederick frederik friedrich fumiko gabriel gabriela gabriele gail ganesh gareth garrett gary gauri gavin gemma
genevieve geoff geoffrey george georges georgia georgios gerald geraldine gerard gerardo gerd gerhard gian gianluca gideon
gilbert gilles gina gino giorgio giovanni giulia giulio giuseppe gladys glen glenn gloria goran gordon grace graham grant
greg gregor gregory greta grzegorz guadalupe guido guillaume guillermo gunnar gunther gustavo guy gwen hai hakan halima
hamid hamza han hannah hannes hans harald hari harold haroon harriet harris harry haruka haruki harvey hasan hassan hector
heidi heike heiko heinrich heinz helen helena helene helga helmut hemant hendrik henning henri henrik henry herbert herman
hermann hideki hilary hilde hiroko hiroshi holger holly horst howard hubert hugh hugo hui humphrey hussein ian ibrahim ida
ignacio igor ikram ilana ilaria ilse imani imran ines inga ingrid ioana ioannis irena irene irina iris isaac isabel isabella
isabelle ishaan ismail ivan ivana ivo jack jackie jackson jacob jacqueline jacques jaime jake jakob jakub james jamie jan
jana jane janet janice janine jaroslav jasmine jason javier jay jayne jean jeanette jeff jeffrey jelena jen jennifer jenny
jens jeremy jerome jerry jesper jessica jesus jianguo jiho jill jim jimmy jing jiro jo joan joana joanna joanne joao joaquin
jocelyn jochen joe joel joelle joerg johan johann johanna johannes john johnny jon jonas jonathan jonathon jordan jorg jorge
jose josef joseph josephine josh joshua joy joyce juan juana judith judy juergen jules julia julian juliana julie julien
juliet julio jun june junichi jurgen justin justine kai kamal kamil karan karen karim karin karina karl karsten kasia kate
katarina katarzyna kate katharina katherine kathleen kathryn kathy katie katja katrin kavita kavitha kay kazuki kazuo kei
keiko keith kelly kelvin ken kenichi kenji kenneth kerry kerstin kevin khaled khalid kiara kieran kim kimberly kiran kirsten
klaus konrad konstantin konstantinos kris krishna kristen kristian kristin kristina krzysztof kumar kunal kurt kwabena kwame
kyle lakshmi lamar lance lara larry lars latoya laura lauren laurence laurent laurie lawrence lea leah lee leigh leila lena
lennart leo leon leonard leonardo leonie leroy leslie leszek levi lewis liam lidia lila lilian liliana lily lina linda
lindsay ling lionel lisa liu liz lloyd lois lorenzo loretta lori lorraine lothar lou louis louisa louise luc luca lucas
lucia luciana luciano lucie lucy ludwig luigi luis luisa luiz lukas luke luz lydia lyn lynn mads magdalena maggie magnus
mahesh mahmoud maja makoto malcolm malik mandy manfred manish manoj manuel manuela mara marc marcel marcela marcelo marcia
marcin marco marcos marcus marek margaret margarita margot maria mariam mariana marianne marie mariko marina mario marion
marisa marisol marissa marjorie mark marko markus marlene marlon marta martha martin martina marvin mary masaki masato
mateo mateusz mathias mathieu mathilde matilda matt matteo matthew matthias matthieu maura maureen maurice mauricio max
maxime maximilian maya meera megan mehmet mehul mei meilin mei-ling mel melanie melinda melissa mercedes meredith mi mia
micah michael michal michel michela michele michelle miguel mika mikael mike mikhail mila milan milena milos mina ming
miranda miriam mirjam miroslav mitchell mitsuko mohamed mohammad mohammed mohan moira molly mona monica monika monique
morgan moritz mostafa muhammad mukesh murali muriel murray mustafa mwangi myriam nadia nadine naeem nagesh nancy naomi
narendra natalia natalie natasha nathalie nathan nathaniel naveen neal ned neeraj neha neil nell nelson neville ngozi
niamh niall nicholas nick nicola nicolas nicole niels nigel nikhil nikita niklas nikola nikolai nikolaos nikos nils nina
nisha nitin noah noel noemie nora norbert noriko norman nuno nuria obinna octavia ofer olaf olajide ole oleg olga oliver
olivia olivier oluwaseun omar orla oscar oskar otto owen ozlem pablo padraig pamela paola paolo pascal pascale pat patrice
patricia patrick patrizia patrik paul paula paulina pauline paulo pavel pawel pedro peggy penelope per percy perry petar
pete peter petra phil philip philipp philippe phillip phoebe phyllis pia pierre pieter pietro pilar pina piotr pooja prakash
pranav prasad prashant praveen preeti priya priyanka qing quentin rachel rachid rafael rafal rahul raj raja rajeev rajesh
rajiv raju rakesh ralf ralph ram ramesh rami ramon randall randy raphael rashid raul ravi ray raymond rebecca reena regina
reinhard reinhold rekha rena renata renate rene renee reza ricardo riccardo rich richard rick ricky rie rik rita ritu rob
robert roberta roberto robin rochelle rod rodney rodrigo roger rohan rohit roland rolf romain roman ron ronald ronan ronit
rory rosa rosalind rosario rose rosemary ross roxanne roy ruben ruby rudolf rui rupert russell ruth ryan sabina sabine
sabrina sachin sadia said sally salma salvatore sam samantha sameer samir samuel sandeep sander sandra sandro sandy sang
sanjay sanjeev santiago santosh sara sarah saskia satish satoshi saurabh scott sean sebastian sebastien seema selim selma
serena serge sergei sergey sergio seth shane shannon sharon shashank shaun shauna shawn sheila shelby shelley sheng shirin
shirley shreya sian sigrid silke silvia simon simona simone siobhan sofia sofie solange sonia sonja sophia sophie soren
spencer sreenivas stacey stacy stan stanislav stanley stefan stefania stefanie stefano steffen stella stephan stephane
stephanie stephen steve steven stewart stuart sudhir sue sujata suman sumit sun sunil sunita suresh surya susan susana
susanne suzanne sven svetlana swati sylvain sylvia sylvie syed tadashi tae takashi takeshi tamar tamara tamika tanya tara
tariq tatiana tatsuya ted terence teresa terrence terri terry tess tessa thanasis theo theodore theresa thierry thomas
thorsten tiago tiffany tim timo timothy tina tobias toby todd tom tomas tomasz tommy toni tony torsten tracey tracy trevor
tristan troy trudy tunde tyler tyrone udo ulrich ulrike umberto umesh ursula usha ute uwe vaclav valentin valentina valeria
valerie vanessa varun vasilis venkat vera verena vernon veronica veronique vicente vicki vickie victor victoria vijay vikas
vikram vikki viktor vincent vincenzo vinay vinod violeta virginia vishal vivek vivian viviana vivienne vladimir volker
wanda wang warren wayne wei wendy werner wesley whitney wilhelm will willem william wilma winston wojciech wolfgang xavier
xiang xiao xiaoming xiaoyan xin yan yang yann yannick yasmin yasuko yi yogesh yoko yolanda yosef yoshi youssef yuan yuki
yuko yulia yusuf yuval yves yvette yvonne zachary zahra zainab zara zdenek zhang zhen zoe zoltan zuzana
"""


def all_names() -> frozenset[str]:
    """Every listed name."""
    return frozenset(_NAMES.split())
