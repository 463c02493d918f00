"""What goods are called in English where the shop's list is Indonesian, and short names that everybody writes."""

import re

CALLED = {
    "watch": "jam", "clock": "jam", "phone": "ponsel", "phones": "ponsel", "cellphone": "ponsel", "hp": "ponsel",
    "handphone": "ponsel", "smartphone": "ponsel", "charger": "pengisi", "cable": "kabel", "bag": "tas",
    "backpack": "ransel", "wallet": "dompet", "shoes": "sepatu", "shoe": "sepatu", "sandals": "sandal",
    "shirt": "kemeja", "shirts": "kemeja", "tshirt": "kaos", "dress": "gaun", "skirt": "rok", "pants": "celana",
    "trousers": "celana", "jacket": "jaket", "hat": "topi", "scarf": "selendang", "shawl": "selendang",
    "headscarf": "hijab", "fabric": "kain", "cloth": "kain", "blouse": "blus", "milk": "susu", "bottle": "botol",
    "bottles": "botol", "diaper": "popok", "diapers": "popok", "nappy": "popok", "nappies": "popok",
    "stroller": "kereta",
    "crib": "ranjang", "pacifier": "empeng", "porridge": "bubur", "cereal": "bubur", "wipes": "tisu", "toy": "mainan",
    "toys": "mainan", "blanket": "selimut", "pillow": "bantal", "mattress": "kasur", "chair": "kursi", "table": "meja",
    "desk": "meja", "lamp": "lampu", "mirror": "cermin", "shelf": "rak", "rack": "rak", "cupboard": "lemari",
    "wardrobe": "lemari", "curtain": "gorden", "carpet": "karpet", "rug": "karpet", "knife": "pisau", "knives": "pisau",
    "pan": "wajan", "pot": "panci", "kettle": "ketel", "grinder": "penggiling", "scale": "timbangan",
    "scales": "timbangan", "glass": "gelas", "cup": "cangkir", "mug": "cangkir", "plate": "piring", "spoon": "sendok",
    "coffee": "kopi", "tea": "teh", "honey": "madu", "sugar": "gula", "rice": "beras", "oil": "minyak",
    "soap": "sabun", "shampoo": "sampo", "powder": "bubuk", "cream": "krim", "lotion": "losion", "necklace": "kalung",
    "bracelet": "gelang", "ring": "cincin", "earring": "anting", "earrings": "anting", "glasses": "kacamata",
    "bike": "sepeda", "bicycle": "sepeda", "helmet": "helm", "tyre": "ban", "tire": "ban", "pump": "pompa",
    "battery": "baterai", "book": "buku", "books": "buku", "pen": "pulpen", "umbrella": "payung", "plant": "tanaman",
    "seeds": "benih", "fertilizer": "pupuk", "fish": "ikan", "shrimp": "udang", "chicken": "ayam", "beef": "sapi",
    "butter": "mentega", "cheese": "keju", "unsalted": "tawar", "yogurt": "yoghurt", "strawberry": "stroberi",
    "vanilla": "vanila", "egg": "telur", "eggs": "telur", "meat": "daging", "vegetables": "sayur", "fruit": "buah",
    "flour": "tepung", "salt": "garam", "pepper": "lada", "ginger": "jahe", "herbal": "jamu", "frozen": "beku",
    "fresh": "segar", "spicy": "pedas", "sweet": "manis", "wooden": "kayu", "leather": "kulit", "silk": "sutra",
    "cotton": "katun", "sewing": "jahit", "machine": "mesin", "floor": "lantai", "wall": "dinding", "kids": "anak",
    "children": "anak", "baby": "bayi", "adult": "dewasa", "women": "wanita", "men": "pria", "guitar": "gitar",
    "violin": "biola", "flower": "bunga", "flowers": "bunga", "candle": "lilin", "ticket": "tiket",
    "cake": "kue", "cookies": "kukis", "bread": "roti", "chocolate": "cokelat", "snack": "camilan",
    "drill": "bor", "hammer": "palu", "saw": "gergaji", "screwdriver": "obeng", "paint": "cat", "fan": "kipas",
}  # fmt: skip


def in_indonesian(word: str) -> str:
    """Blank where it has no other name."""
    return CALLED.get(word, "")


def also_in_indonesian(words: str) -> str:
    """With the Indonesian names behind them."""
    return " ".join((words, *filter(None, map(in_indonesian, re.findall(r"\w+", words.casefold())))))
