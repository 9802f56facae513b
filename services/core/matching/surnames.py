"""How common surnames are before anything is counted, and which ones are written first. Data, and two look-ups.

The rates are rounded guesses over an international business population (US census 2010 and national lists of the
most frequent names); they only decide how much a shared surname proves, never that two people are one.
"""

import functools

from services.core.matching import folding

_ONE_IN_150 = """
smith johnson williams brown jones wang li zhang chen liu lee kim nguyen singh kumar garcia patel silva
"""
_ONE_IN_500 = """
miller davis rodriguez wilson martinez anderson taylor thomas hernandez moore martin jackson thompson white lopez
gonzalez harris clark lewis robinson walker perez hall young allen sanchez wright king scott green baker adams nelson
hill campbell mitchell roberts carter phillips evans turner parker murphy yang huang wu zhou xu sun ma zhu lin park
choi tran le pham sharma gupta shah khan ali ahmed hussain das rao reddy fernandez gomez santos oliveira souza muller
schmidt meyer tanaka sato suzuki watanabe ivanov kowalski nowak rossi
"""
_ONE_IN_1500 = """
ramirez torres collins edwards stewart flores morris rivera cook rogers morgan peterson cooper reed bailey bell kelly
howard ward cox diaz richardson wood watson brooks bennett gray james reyes cruz hughes price myers long foster
sanders ross morales powell sullivan russell ortiz jenkins gutierrez perry butler barnes fisher henderson coleman
simmons patterson jordan reynolds hamilton graham gonzales alexander ramos wallace griffin west cole hayes chavez
gibson bryant ellis stevens murray ford marshall owens mcdonald harrison ruiz kennedy wells alvarez woods mendoza
castillo olson webb washington tucker freeman burns henry vasquez snyder simpson crawford jimenez porter mason shaw
gordon wagner hunter romero hicks dixon hunt palmer robertson black holmes stone boyd mills warren fox rose rice
moreno ferguson nichols herrera medina ryan weaver daniels stephens gardner payne pierce arnold spencer peters hawkins
grant hansen castro hoffman hart elliott cunningham knight bradley carroll hudson duncan armstrong berry andrews
johnston ray lane riley richards willis matthews chapman lawrence vargas larson carlson harper george greene burke
morrison munoz jacobs obrien lawson lynch carr jensen williamson oliver dean hanson weber schultz walters reid walsh
davidson may schneider newman lucas wong pearson curtis douglas barrett keller stanley beck lambert craig leonard
barker norris cohen benson klein nunez becker fleming hale page simon dennis oconnor quinn fitzgerald doyle yang
figueroa newton zimmerman fischer schulz hoffmann koch bauer richter wolf schroder neumann schwarz braun hofmann
hartmann lange krause werner maier lehmann meier mayer meyers schmid schmitt schmitz clarke browne millar smyth
thomson stephenson anderson andersson johansson karlsson nilsson eriksson larsson olsson persson svensson gustafsson
hansson nielsen pedersen andersen christensen larsen sorensen rasmussen jorgensen petersen olsen johansen kristiansen
haugen bakker jansen janssen visser smit meijer bos vos mulder peeters dubois durand bernard petit robert richard
moreau laurent michel lefebvre leroy roux fournier girard russo ferrari esposito bianchi romano colombo ricci marino
greco bruno conti costa giordano mancini rizzo lombardi moretti pereira ferreira alves rodrigues fernandes gomes
martins araujo lima carvalho almeida ribeiro rocha dias sousa pinto teixeira moreira cardoso nascimento blanco molina
suarez ortega delgado marin rubio sanz iglesias garrido wisniewski wojcik kowalczyk kaminski lewandowski zielinski
szymanski wozniak novak horvath kovacs nagy toth szabo popescu ionescu ivanova petrov sidorov smirnov kuznetsov popov
volkov sokolov shevchenko kovalenko bondarenko takahashi ito yamamoto nakamura kobayashi kato yoshida yamada sasaki
yamaguchi matsumoto inoue kimura hayashi saito shimizu zhao hu gao guo he luo zheng liang song tang deng feng xie han
cao peng zeng xiao tian dong pan yuan cai jiang yu ye cheng wei lu jin jung kang cho yoon jang lim shin seo kwon hwang
ahn hong moon son bae chan cheung leung lam ho ng tan goh teo ong chua yeo koh tsai chang hsu hsieh tseng huynh phan
vu vo dang bui do ngo duong joshi mehta desai verma agarwal agrawal jain mishra pandey yadav chopra kapoor malhotra
bhatt nair menon iyer pillai krishnan iyengar naidu mukherjee banerjee chatterjee ghosh bose sen roy dutta patil
kulkarni deshpande shetty kaur gill dhillon sandhu rahman hasan hassan hussein islam chowdhury begum akhtar iqbal
malik qureshi sheikh shaikh mohamed mohammed ibrahim osman yilmaz kaya demir celik sahin yildiz aydin ozturk hosseini
ahmadi mohammadi rahimi levy mizrahi katz friedman goldberg schwartz papadopoulos okafor adeyemi mensah dlamini naidoo
botha pretorius van waller parker carver cartier harries moor cale fuller miles myles rhodes rodgers lyons lyon hobbs
hodges holt holden gould golding norton morton horton burton barton benton denton fenton kent lent mann manning
mannings nash nagel vogel vogt voigt lang laing
"""
SURNAME_FIRST = folding.listed(
    """
wang li zhang chen liu yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang han deng
feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao cui tan wan qin hou
jia xue yan fan fang shi kong bai qiu xiong meng long qian duan lei tao wen shao zou zhong kang liao fu dai jin pang
chan cheung leung lam wong ng ho kwok kwan tsang tse yip yeung mak lau chow chiu fung siu choi poon lai lo yuen tsai
chang hsu hsieh tseng chiang chuang goh teo ong chua yeo koh toh sim lim lee kim park jung cho yoon jang shin seo kwon
hwang ahn hong moon son bae oh jeon yoo nam jeong chung ryu noh nguyen tran le pham hoang phan vu vo dang bui do ngo
duong ly dinh huynh sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki
yamaguchi matsumoto inoue kimura hayashi saito shimizu mori abe ikeda hashimoto ishikawa ogawa okada hasegawa fujita
goto kondo murakami endo aoki sakamoto fujii nishimura fukuda ota miura okamoto nakajima ono
"""
)
IBERIAN = folding.listed(
    """
garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez martin jimenez hernandez ruiz diaz moreno munoz
alvarez romero gutierrez alonso navarro torres dominguez ramos vazquez vasquez ramirez gil serrano morales molina
blanco suarez castro ortega delgado ortiz marin rubio nunez medina sanz castillo iglesias cortes garrido santos
guerrero lozano cano cruz mendez flores prieto herrera pena leon marquez cabrera gallego calvo vidal campos reyes vega
fuentes carrasco diez aguilar caballero nieto santana pascual herrero montero lorenzo hidalgo gimenez ibanez ferrer
duran santiago benitez mora vargas arias carmona crespo roman pastor soto saez velasco moya soler parra esteban bravo
gallardo rojas mendoza rivera silva souza sousa oliveira pereira ferreira alves rodrigues fernandes gomes martins
araujo lima carvalho almeida ribeiro rocha costa dias pinto teixeira moreira cardoso nascimento barros freitas barbosa
batista nunes marques machado vieira lopes monteiro correia cunha cavalcanti azevedo melo moura andrade tavares coelho
guzman salazar espinoza espinosa contreras valencia mejia acosta figueroa sandoval rios estrada zapata cardenas
escobar restrepo
"""
)
UNLISTED = 1 / 5000


@functools.cache
def _rates() -> dict[str, float]:
    tiers = ((1 / 1500, _ONE_IN_1500), (1 / 500, _ONE_IN_500), (1 / 150, _ONE_IN_150))
    return {name: rate for rate, names in tiers for name in names.split()}


def rate(surname: str) -> float:
    """The share of people expected to bear the folded surname, 0..1."""
    return _rates().get(surname, UNLISTED)


def listed() -> frozenset[str]:
    """All folded surnames with a rate of their own."""
    return frozenset(_rates())


def is_common(surname: str) -> bool:
    """Whether the folded surname is listed, so that it is a name of its own rather than a slip for another."""
    return surname in _rates()
