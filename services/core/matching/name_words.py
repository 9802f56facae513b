"""The small words around a person's name, folded. Data only; must never list a word that is often a name itself."""

from services.core.matching import folding

HONORIFICS = folding.listed(
    """
    dr doctor prof professor mr mister mrs ms miss mx sir honourable honorable reverend herr frau hr fru mme mlle madame
    monsieur sig signor signora sra srta senor senora dott dottssa dottoressa dipl dipling dring drs capt captain lt sgt
    cdr amb ambassador shri smt pandit datuk dato engr hc
    """
)
DOTTED_HONORIFICS = folding.listed("maj gen col adm hon ing eng rev sr phd")
CREDENTIALS = folding.listed(
    """
    md phd dphil cfa mba emba cpa pmp rn jd esq msc bsc beng meng mph pharmd dds dmd dvm facs frcp frcs mrcp mrcs facc
    facp faan fashp cissp sphr phr shrmcp shrmscp llm llb obe mbe cbe kbe fca aca acca frm caia cfp rph bsn msn dnp
    aprn fnp mha mpa mpp mphil edd dba psyd scd dsc csm cspo cipd fcipd mcipd ceng cphims bcps bcop fache mbbs mbchb
    frcpc frcsc fcca cima acma cgma cia cisa cism crisc pec leed faia aia asa fsa maaa mcts mfa bba bcom mcom cscp
    cpim ccrp cpsm cmrp lcsw rdn rac dhsc mshs crna pac pmi-acp capm lssbb ssbb ccna itil honoris
    """
)
SHORT_CREDENTIALS = folding.listed("ma ba bs ms pe do pa np ca cs as ra re se jp qc kc sc")
GENERATIONS = {
    "jr": "jr", "jnr": "jr", "sr": "sr", "snr": "sr", "ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii", "iv": "iv",
}  # fmt: skip
PARTICLES = folding.listed(
    """
    van der den de del della dello delle di da das dos do du la le les los las von zu zum zur ten ter tot op af av bin
    ibn bint al el ben st san santa vom d l y e abu ould mac mc fitz
    """
)
JOINING = folding.listed("mc mac d l fitz st")
NOT_NAMES = folding.listed(
    """
    expert anonymous confidential candidate profile tbd tba na unknown undisclosed redacted withheld director manager
    vp svp evp ceo cfo coo cto cio cmo president officer executive specialist analyst former consultant advisor
    adviser member employee customer vice client user none null name unnamed
    """
)
PRONOUNS = folding.listed("she her hers he him his they them theirs")
