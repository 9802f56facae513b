"""Names of countries, states and cities with their region. Data only; ambiguous names (Georgia) are left out."""

from collections.abc import Mapping

from services.core.intake.proposals import Region


def _table(rows: Mapping[Region, str]) -> dict[str, Region]:
    return {name.strip(): region for region, names in rows.items() for name in names.replace("\n", " ").split("|")}


COUNTRIES = _table(
    {
        "North America": (
            "usa|us|u s|united states|united states of america|america|canada|kanada|north america|nam"
            "|vereinigte staaten|etats-unis|états-unis|amer"
        ),
        "Europe": (
            "uk|united kingdom|great britain|gb|england|scotland|wales|northern ireland|ireland|germany|deutschland"
            "|france|frankreich|spain|españa|spanien|portugal|italy|italia|italien|netherlands|the netherlands"
            "|holland|niederlande|belgium|belgien|luxembourg|switzerland|schweiz|suisse|austria|österreich|denmark"
            "|dänemark|sweden|schweden|norway|norwegen|finland|finnland|iceland|poland|polen|czech republic|czechia"
            "|slovakia|hungary|ungarn|romania|rumänien|bulgaria|greece|griechenland|cyprus|malta|croatia|slovenia"
            "|serbia|bosnia|bosnia and herzegovina|montenegro|albania|north macedonia|macedonia|kosovo|estonia|latvia"
            "|lithuania|ukraine|belarus|moldova|russia|russian federation|monaco|andorra|liechtenstein|europe|eu|dach"
            "|nordics|benelux|western europe|eastern europe|cee|iberia|baltics|scandinavia|eea"
        ),
        "Asia Pacific": (
            "china|prc|mainland china|hong kong|hong kong sar|hk|macau|taiwan|japan|south korea|korea"
            "|republic of korea|north korea|mongolia|india|indien|pakistan|bangladesh|sri lanka|nepal|bhutan|maldives"
            "|singapore|malaysia|indonesia|thailand|vietnam|viet nam|philippines|the philippines|cambodia|laos"
            "|myanmar|brunei|timor-leste|australia|new zealand|fiji|papua new guinea|kazakhstan|uzbekistan|kyrgyzstan"
            "|tajikistan|turkmenistan|afghanistan|apac|asia|asia pacific|asia-pacific|anz|asean|southeast asia|sea"
        ),
        "Latin America": (
            "mexico|méxico|mexiko|brazil|brasil|brasilien|argentina|chile|colombia|peru|perú|ecuador|bolivia|paraguay"
            "|uruguay|venezuela|guyana|suriname|costa rica|panama|panamá|guatemala|honduras|el salvador|nicaragua"
            "|belize|cuba|dominican republic|haiti|jamaica|puerto rico|trinidad and tobago|bahamas|barbados|latam"
            "|latin america|south america|central america|caribbean"
        ),
        "Middle East & Africa": (
            "united arab emirates|uae|u a e|vae|saudi arabia|ksa|qatar|kuwait|bahrain|oman|yemen|israel|jordan"
            "|lebanon|iraq|iran|syria|palestine|turkey|türkiye|turkiye|türkei|armenia|azerbaijan|egypt|ägypten"
            "|morocco|algeria|tunisia|libya|sudan|south sudan|ethiopia|eritrea|somalia|djibouti|kenya|uganda|tanzania"
            "|rwanda|burundi|nigeria|ghana|senegal|ivory coast|côte d'ivoire|cote d'ivoire|cameroon|gabon|congo|drc"
            "|democratic republic of the congo|angola|zambia|zimbabwe|mozambique|malawi|botswana|namibia|south africa"
            "|südafrika|lesotho|eswatini|madagascar|mauritius|mali|niger|burkina faso|benin|togo|guinea|sierra leone"
            "|liberia|gambia|middle east|africa|mena|gcc|mea|sub-saharan africa|middle east & africa"
            "|middle east and africa|north africa|levant"
        ),
    }
)

STATES = _table(
    {
        "North America": (
            "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois"
            "|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi"
            "|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina"
            "|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas"
            "|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|ontario|quebec|québec|british columbia"
            "|alberta|manitoba|saskatchewan|nova scotia|new brunswick|newfoundland|district of columbia|new england"
            "|midwest|west coast|east coast|us west|us east|pacific northwest"
        ),
        "Europe": (
            "bavaria|bayern|baden-württemberg|hesse|hessen|north rhine-westphalia|nrw|saxony|sachsen|lombardy"
            "|catalonia|île-de-france|ile-de-france|flanders|tuscany|piedmont|bretagne|brittany|yorkshire|surrey|kent"
            "|essex|oxfordshire|cambridgeshire|berkshire|hampshire"
        ),
        "Asia Pacific": (
            "new south wales|nsw|queensland|western australia|south australia|tasmania|maharashtra|karnataka"
            "|tamil nadu|telangana|gujarat|guangdong|jiangsu|zhejiang|sichuan|shandong|hokkaido|kansai"
        ),
        "Latin America": ("nuevo león|nuevo leon|jalisco|minas gerais|paraná|santa catarina"),
        "Middle East & Africa": ("gauteng|western cape|kwazulu-natal"),
    }
)

_CODES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR"
    " PA RI SC SD TN TX UT VT VA WA WV WI WY DC ON QC BC AB MB SK NS NB NL"
)
CODES: dict[str, Region] = dict.fromkeys(_CODES.split(), "North America")

COUNTRY_CODES: dict[str, Region] = {
    "AL": "Europe",
    "AR": "Latin America",
    "AZ": "Middle East & Africa",
    "CO": "Latin America",
    "DE": "Europe",
    "GA": "Middle East & Africa",
    "ID": "Asia Pacific",
    "IL": "Middle East & Africa",
    "IN": "Asia Pacific",
    "MA": "Middle East & Africa",
    "MT": "Europe",
    "PA": "Latin America",
    "TN": "Middle East & Africa",
}
"""States' letters that are countries' as well: "Berlin, DE" is Germany because Berlin is, "Reading, PA" is not."""

CITIES = _table(
    {
        "North America": (
            "new york city|nyc|manhattan|brooklyn|boston|chicago|san francisco|sf|bay|san francisco bay"
            "|silicon valley|los angeles|san diego|san jose|palo alto|mountain view|sunnyvale|seattle|redmond"
            "|bellevue|portland|denver|boulder|salt lake city|phoenix|scottsdale|las vegas|dallas|fort worth|houston"
            "|austin|san antonio|minneapolis|milwaukee|madison|detroit|ann arbor|cleveland|columbus|cincinnati"
            "|indianapolis|st louis|saint louis|kansas city|omaha|nashville|memphis|atlanta|charlotte|raleigh|durham"
            "|chapel hill|miami|orlando|tampa|jacksonville|washington dc|washington d c|baltimore|philadelphia"
            "|pittsburgh|newark|princeton|hartford|stamford|buffalo|new orleans|louisville|sacramento|oakland|irvine"
            "|toronto|montreal|montréal|vancouver|calgary|ottawa|edmonton|winnipeg|dmv|tri-state|dfw|triangle"
            "|greenville"
        ),
        "Europe": (
            "london|manchester|birmingham|leeds|bristol|edinburgh|glasgow|oxford|reading|belfast|dublin|cork|paris"
            "|lyon|marseille|toulouse|nice|nantes|lille|bordeaux|strasbourg|grenoble|berlin|munich|münchen|muenchen"
            "|hamburg|frankfurt|frankfurt am|frankfurt am main|cologne|köln|koeln|düsseldorf|duesseldorf"
            "|dusseldorf|stuttgart"
            "|leipzig|dresden|hannover|hanover|nuremberg|nürnberg|bremen|essen|dortmund|karlsruhe|mannheim|wolfsburg"
            "|ingolstadt|regensburg|zurich|zürich|geneva|genève|genf|basel|bern|lausanne|zug|vienna|wien|graz|linz"
            "|salzburg|madrid|barcelona|valencia|seville|bilbao|lisbon|lisboa|porto|milan|milano|rome|roma|turin"
            "|torino|bologna|florence|naples|amsterdam|rotterdam|the hague|eindhoven|utrecht|brussels|bruxelles"
            "|antwerp|ghent|copenhagen|aarhus|stockholm|gothenburg|göteborg|malmö|oslo|bergen|helsinki|espoo|tampere"
            "|reykjavik|warsaw|warszawa|krakow|kraków|wroclaw|gdansk|prague|praha|brno|bratislava|budapest|bucharest"
            "|cluj|cluj-napoca|sofia|athens|thessaloniki|zagreb|ljubljana|belgrade|tallinn|riga|vilnius|kyiv|kiev"
            "|lviv|minsk|moscow|st petersburg|saint petersburg|luxembourg city|nicosia|valletta"
        ),
        "Asia Pacific": (
            "shanghai|beijing|shenzhen|guangzhou|hangzhou|suzhou|nanjing|chengdu|wuhan|tianjin|xi'an|xian|chongqing"
            "|dalian|qingdao|taipei|hsinchu|tokyo|osaka|kyoto|nagoya|yokohama|fukuoka|sapporo|kobe|seoul|busan"
            "|incheon|pangyo|mumbai|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|pune|kolkata|gurgaon"
            "|gurugram|noida|ahmedabad|jaipur|kuala lumpur|penang|johor bahru|jakarta|surabaya|bandung|bangkok|hanoi"
            "|ho chi minh|ho chi minh city|saigon|da nang|manila|cebu|makati|sydney|melbourne|brisbane|perth|adelaide"
            "|canberra|auckland|wellington|christchurch|karachi|lahore|islamabad|dhaka|colombo|kathmandu|almaty"
            "|tashkent|phnom penh|yangon"
        ),
        "Latin America": (
            "mexico city|ciudad de méxico|ciudad de mexico|cdmx|monterrey|guadalajara|tijuana|são paulo|sao paulo"
            "|rio de janeiro|rio|belo horizonte|brasília|brasilia|curitiba|porto alegre|recife|campinas|buenos aires"
            "|rosario|santiago de chile|bogotá|bogota|medellín|medellin|cali|lima|quito|guayaquil|montevideo|asunción"
            "|asuncion|caracas|panama city|la paz|san juan|santo domingo"
        ),
        "Middle East & Africa": (
            "dubai|abu dhabi|sharjah|riyadh|jeddah|dammam|doha|kuwait city|manama|muscat|tel aviv|tel aviv-yafo"
            "|jerusalem|haifa|herzliya|amman|beirut|baghdad|istanbul|ankara|izmir|tbilisi|baku|yerevan|cairo"
            "|alexandria|casablanca|rabat|marrakesh|algiers|tunis|nairobi|mombasa|kampala|dar es salaam|kigali"
            "|addis ababa|lagos|abuja|accra|dakar|abidjan|johannesburg|cape town|pretoria|durban|sandton|luanda"
            "|lusaka|harare|maputo|port louis"
        ),
    }
)
