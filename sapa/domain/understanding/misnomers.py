"""Goods whose names sound like a hurt, a mood or a fault: «lidah mertua», «pupuk lepas lambat», «beras pecah kulit».

Only names that nobody uses for anything else, and none of a living body: whoever is hurt must still be heard.
"""

import re

PLANT, THING = "tanaman", "barang"
# «mata kucing saya»: a body after all.
WHOSE = (
    r"(?!\W+(?:saya|sy|ku|aku|aq|kami|kita|gue|gw|anak\w*|bayi\w*|istri\w*|suami\w*|ibu\w*|bapak\w*|mama\w*"
    r"|papa\w*|adik\w*|adek\w*|kakak\w*|abdi|kulo|kula|urang|pembantu|karyawan\w*|tukang)\b)"
)
PLANTS = re.compile(
    r"\b(?:lidah ?(?:mertua|jin|naga)|(?:kuping|telinga) (?:gajah|kelinci|tikus)|kumis kucing"
    r"|ekor (?:kuda|tupai|monyet|musang|kucing|burung)|tanduk rusa|kuku (?:macan|garuda)|janda bolong"
    r"|(?:tanaman|pohon|bunga|bibit) patah tulang"
    r"|air mata (?:pengantin|raja|duyung|kuda)|tapak (?:dara|kuda|liman)|darah naga|keladi tikus|gigi naga"
    r"|mahkota duri|jantung (?:berdarah|bertabur)|mother[- ]in[- ]law'?s tongue|bleeding heart)"
    rf"(?=(?:nya|ne|na|e)?\b){WHOSE}",
    re.IGNORECASE,
)
PARTS = (
    r"(?<!serpihan )(?<!pecahan )(?<!kena )kaca ?mata",
    r"mata (?:sapi|bor|pisau|gergaji|gerinda|jarum|kail|pancing|rantai|kunci|solder|panah|pahat|obeng|cangkul|potong"
    r"|pena|itik)",
    r"kaki (?:naga|katak|tripod|meja|kursi|ranjang|rak|kompor|lemari|sofa|kasur|dipan|dispenser|mesin|kulkas|tv"
    r"|stand\w*|tenda|kanopi)",
    r"kepala (?:ranjang|shower|charger|ikat|sabuk|gesper|tas|pompa|kran|keran|printer|sapu|regulator|resleting"
    r"|dipan)",
    r"(?:bibir|mulut|leher|kuping|telinga|badan|perut|punggung|kulit|lengan|tangan|dada|kerah|gigi) (?:pot|gelas"
    r"|cangkir|mug|botol|bak|piring|mangkuk|mangkok|kolam|ember|teko|galon|kran|keran|panci|wajan|toples|kendi|vas"
    r"|kursi|sofa|jok|tas|dompet|sepatu|jaket|koper|baju|kaos|kemeja|gamis|sweater|hoodie|gitar|biola|buku|motor|mobil"
    r"|kulkas|mesin|robot|panjang|pendek|roda|mundur|sisir|garpu|gergaji|resleting|gir|gear)",
    r"kulit (?:lumpia|pangsit|pastry|kebab|manggis|pie|risol\w*|martabak|tortilla|dimsum|gyoza|siomay|kayu manis"
    r"|sintetis|imitasi|pisang|kacang|ari|jeruk)",
    r"(?:leher angsa|jantung pisang|lidah buaya|buah naga|kue (?:lidah kucing|kuping gajah)|rambut nenek"
    r"|jari-jari (?:roda|velg|sepeda|motor)|(?:korek|kereta|kembang) api|cap kaki tiga)",
)
THINGS = re.compile(rf"\b(?:{'|'.join(PARTS)})(?=(?:nya|ne|na|e)?\b){WHOSE}", re.IGNORECASE)
# Names of a mood or a fault, in any text.
FAULTS = re.compile(
    r"\b(?:lepas lambat|slow[- ](?:release|cooker|juicer|bar)|beras (?:pecah kulit|patah|menir)|pecah belah"
    r"|(?:pecah|retak) seribu|batu pecah|janda bolong|ripped jeans|tanaman patah tulang"
    r"|anti[- ]?(?:bocor|pecah|rusak|sobek|robek|karat|luntur|lecet|gores|tumpah|kusut|patah|retak)"
    r"|(?:pe)?n?tambal (?:\w+ )?bocor|penambal (?:\w+ )?bocor|lem (?:ban |pipa |atap )?bocor"
    r"|(?:motif|model|gaya|efek|corak) (?:pecah|retak|sobek|robek|bolong|luntur)"
    r"|(?:tempe|tahu) (?:busuk|bosok)"
    r"|(?:sambal|sambel|keripik|kripik|mie|mi|bakso|baso|rawon|ceker|ayam|seblak|nasi|nasi goreng|kopi|es|jus|tahu)"
    r" (?:setan|iblis|mercon|granat|gila|edan|gledek|petir|mampus|jahanam|jontor|judes|galak))"
    r"(?=(?:nya|ne|na|e)?\b)",
    re.IGNORECASE,
)


def without_parts(text: str) -> str:
    """As `text`, with a plain word in place of names that sound like a body or its hurt; loud stays loud."""
    for names, word in ((PLANTS, PLANT), (THINGS, THING)):
        text = names.sub(lambda found, word=word: word.upper() if found[0].isupper() else word, text)  # type: ignore[misc]
    return without_faults(text)


def without_faults(text: str) -> str:
    """As `text`, with a plain word in place of names that sound like a fault or like displeasure."""
    return FAULTS.sub(lambda found: THING.upper() if found[0].isupper() else THING, text)
