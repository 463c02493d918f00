"""Indonesian or English: by the small words of a message. Javanese and Sundanese writers are answered in Indonesian."""

import re

from sapa.domain.dialogue.types import Language

MOST_READ = 1000
WORD = re.compile(r"[a-z']+")
ENGLISH = frozenset(
    re.findall(
        r"\S+",
        """
    the a an is are was were am be been being i i'm i've i'd i'll im my me mine you your yours we our us they their
    it its it's this that that's these those where when what which who whose why how does do did done don't didn't
    doesn't dont didnt has have had haven't hasn't can can't cannot cant could would should will won't shall may might
    and or but if of in on at to for from with without about into than then there here yes yeah please
    thanks thank hello hi hey not no never still yet already again any some all every nothing anything something
    want wanna need get got gotten give gave buy bought received arrive arrived arriving broken
    wrong missing item money talk speak human person someone somebody morning afternoon evening late waiting wait
    where's what's how's who's messaging right correct go ahead sure works working much many long soon
    today tomorrow yesterday
    """,
    )
)
# Said by Indonesian writers too.
EITHER = frozenset(
    re.findall(
        r"\S+",
        """
    hi hey hello stop please pls sorry thanks thank yes no ok okay order cancel refund return exchange tracking track
    number status delivery shipping invoice payment pay address change update size color price product stock ready
    """,
    )
)
INDONESIAN = frozenset(
    re.findall(
        r"\S+",
        """
    yang yg dan dn atau tapi tp saya sy aku ku kamu anda kami kita dia mereka ini itu nya ya iya yaa tidak tdk ga gak
    nggak ngga enggak gk bukan belum blm belom sudah sdh udah udh dah lagi lg masih msh akan bisa bs boleh mau mo ingin
    pengen minta tolong mohon dong donk deh sih kok koq kah lah min kak kakak ka bang mas mbak mba pak bu bapak ibu gan
    sis di ke dari dr untuk utk buat bwt dengan dgn sama pada oleh apa apakah kapan kpn mana dimana berapa brp bagaimana
    gimana gmn kenapa knp siapa ada adakah pesanan pesananku pesenan barang paket paketnya paketku kirim dikirim sampai
    sampe nyampe datang terima makasih kasih maaf halo pagi siang sore malam selamat harga bayar transfer uang duit
    ongkir resi alamat batal batalin batalkan ganti tukar rusak pecah cacat salah beli pesan jadi aja saja juga jg kalo
    kalau klo soalnya karena krn banget bgt punya punyaku hari jam minggu bulan kemarin kmrn besok tadi nanti skrg
    sekarang lama cepat semua trus terus emang memang biar supaya oke orang petugas
    kulo kula mboten ora opo piye pundi kapan durung sampun wis tekan teko wae nggih njih inggih monggo matur nuwun
    suwun abdi teu teh mah naon kumaha iraha encan acan tos atos wae atuh muhun punten hatur nuhun sabaraha bade
    """,
    )
)
SURE = 1.5


def language_of(text: str, before: Language) -> Language:
    """What the message is written in; where it hardly says so, the language of the conversation so far."""
    words = WORD.findall(text[:MOST_READ].casefold().replace("’", "'"))
    english = sum(1.0 if word in ENGLISH else 0.5 for word in words if word in ENGLISH | EITHER)
    indonesian = sum(word in INDONESIAN for word in words)
    if indonesian > english or (indonesian and before == "id"):
        return "id"
    return "en" if english >= SURE and english > indonesian else before
