"""Talk of calls that asks nobody to call: the courier's, the stranger's, the past one, the one not wished for."""

import re

ABOUT_CALLS = re.compile(
    r"\b(?:jangan|stop|berhenti|tidak (?:usah|perlu|mau|bisa)|don't|do not"
    r"|no need to)\W+(?:di)?(?:telpon|telepon|hubungi|call|contact)\w*"
    r"|\b(?:kurir|driver|ekspedisi|courier|sopir|supir|(?:abang|mas|tukang) paket)\w*\W+(?:\w+\W+){0,7}"
    r"(?:telepon|telpon|hubungi|call|kontak|nelpon|menelpon|nelepon|menelepon|nelfon|kabari|phone|contact)\w*"
    r"(?:\W+(?:saya|aku|abdi|kulo|me|us|dulu|heula|balik)\b)*"
    r"|\b(?:seseorang|orang|ada yang|someone|somebody|wong|nomor (?:ini|asing|tidak dikenal))\W+(?:\w+\W+){0,3}"
    r"(?:meng|nge|ng)?(?:hubungi|telepon|telpon|nelpon|call|chat|kontak)\w*(?:\W+(?:saya|aku|me))?"
    r"(?=\W+(?:\w+\W+){0,4}(?:minta|ngaku\w*|mengaku|katanya|ask\w*|claim\w*|saying|said)\b)"
    r"|\b(?:di)?(?:telepon|hubungi|call|kontak)\w*(?:\W+\w+){0,3}\W+(?:sebelum|dulu|kalau sudah|jika sudah"
    r"|when|before|penerima|kalau sampai|if)\b"
    r"|\b(?:di)?(?:telepon|hubungi|kabari|kontak)\w*\W+(?:\w+\W+){0,2}(?:kalau|jika|when|nek|lamun|mun)\b"
    r"|\b(?:lowongan|loker|gaji|jadi|melamar|lamaran)\W+(?:\w+\W+){0,2}(?:cs|admin|operator|sales|staf)\w*"
    r"|\b(?:dicuci|cuci|jahit|pakai|pake|dengan|nganggo|kopi|bor|las|potong|giling)\W+mesin\w*"
    r"|\bnomor\W+admin\W+(?:buat|untuk|kangge|for)\W+(?:order|pesan|beli)\w*"
    r"|\b(?:bisa|dapat|yang|nomor)\W+(?:bisa\W+)?dihubungi\b"
    r"|\b(?:yang|nomor)\W+(?:bisa\W+)?(?:ditelepon|ditelpon|dikontak)\b"
    r"|\b(?:ke|untuk|buat|bagi|dibagi|isi|porsi)\W+(?:\d+|dua|tiga|empat|lima|enam|sepuluh"
    r"|beberapa)\W+orang\b"
    r"|\b(?:saya|kami|akan|i'll|we'll)\W+(?:kami\W+|saya\W+)?(?:teruskan|sampaikan|forward)\b"
    r"|\b(?:di)?(?:telepon|hubungi|call|chat|kontak|whatsapp)\w*\W+(?:\w+\W+){0,2}(?:mengaku|ngaku\w*"
    r"|pura-pura"
    r"|mengatasnamakan|dari|claiming|pretending)\b"
    r"|\b(?:sudah|tadi|kemarin|pernah|barusan|setiap|tiap|habis|already|yesterday)\s+(?:\w+\s+){0,3}"
    r"(?:di)?(?:chat|hubungi|menghubungi|telepon|bicara|ngomong|call|contact|whatsapp|kontak|ngobrol"
    r"|talk|spoke)\w*"
)
BLANK = " , "


def without_calls(said: str) -> str:
    return ABOUT_CALLS.sub(BLANK, said)
