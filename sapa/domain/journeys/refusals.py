"""Sentences for what is refused in a journey and for what is only told as a warning (docs/journeys.md)."""

from types import MappingProxyType

REFUSALS = MappingProxyType(
    {
        # the text as a whole
        "too_large": ("Berkas lebih dari {limit} kB.", "The file is larger than {limit} kB."),
        "not_utf8": ("Bukan teks UTF-8.", "This is no UTF-8 text."),
        "yaml": ("Tidak terbaca sebagai YAML: {what}.", "Not readable as YAML: {what}."),
        "empty": ("Berkas ini kosong.", "The file is empty."),
        "second_document": ("Satu berkas hanya berisi satu alur.", "One file holds one journey only."),
        "too_deep": ("Bersarang terlalu dalam.", "Nested too deeply."),
        "alias": (
            "Jangkar dan alias YAML (& dan *) tidak diterima.",
            "YAML anchors and aliases (& and *) are refused.",
        ),
        "tag": ("Tanda jenis YAML {tag} tidak diterima.", "The YAML tag {tag} is refused."),
        "key_not_text": ("Nama isian harus teks.", "The name of a field must be a text."),
        "doubled_key": ("Isian {key} tertulis dua kali.", "The field {key} is written twice."),
        # fields
        "unknown_key": (
            "Isian {key} tidak dikenal di sini; yang dikenal: {known}.",
            "The field {key} is not known here; known are: {known}.",
        ),
        "missing_key": ("Isian {key} belum ada.", "The field {key} is missing."),
        "not_a_mapping": ("{key} harus berisi isian bernama.", "{key} must hold named fields."),
        "not_a_list": ("{key} harus berupa daftar.", "{key} must be a list."),
        "not_a_text": ("{key} harus berupa teks.", "{key} must be a text."),
        "not_a_number": (
            "{key} harus bilangan bulat, bukan «{value}».",
            "{key} must be a whole number, not «{value}».",
        ),
        "out_of_range": ("{key} harus antara {low} dan {high}.", "{key} must be between {low} and {high}."),
        "not_yes_or_no": (
            "{key} harus yes atau no, bukan «{value}».",
            "{key} must be yes or no, not «{value}».",
        ),
        "not_a_choice": (
            "«{value}» bukan pilihan untuk {key}; pilihannya: {known}.",
            "«{value}» is no choice for {key}; the choices are: {known}.",
        ),
        "bad_id": (
            "«{value}» bukan tanda pengenal: huruf, angka, garis bawah atau tanda hubung, paling banyak {limit}.",
            "«{value}» is no identifier: letters, digits, underscores or hyphens, at most {limit}.",
        ),
        "bad_path": (
            "«{value}» bukan nama pengaturan: huruf kecil, angka dan garis bawah, dengan titik di antaranya.",
            "«{value}» is no path of a setting: small letters, digits and underscores, with dots in between.",
        ),
        "path_taken": (
            "Pengaturan {value} bertabrakan dengan pengaturan {other}.",
            "The setting {value} gets in the way of the setting {other}.",
        ),
        "bad_default": (
            "«{value}» bukan nilai untuk pengaturan jenis {kind}.",
            "«{value}» is no value for a setting of kind {kind}.",
        ),
        "duplicate_id": ("Langkah {id} ada dua.", "There are two steps {id}."),
        "reserved_id": (
            "Nama langkah {id} sudah dipakai bahasa ini.",
            "The step name {id} belongs to the language.",
        ),
        "blank_text": ("{key} masih kosong.", "{key} is blank."),
        "too_many_steps": ("Lebih dari {limit} langkah.", "More than {limit} steps."),
        "no_steps": ("Alur ini tidak punya langkah.", "The journey has no steps."),
        "variants_count": (
            "Uji A/B memerlukan dua teks, bukan {count}.",
            "An A/B test needs two texts, not {count}.",
        ),
        # the small language
        "bad_moment": (
            "«{value}» bukan waktu; contoh: trigger + 4h, atau previous + 2d at 09:00.",
            "«{value}» is no time; for example: trigger + 4h, or previous + 2d at 09:00.",
        ),
        "unknown_anchor": ("Patokan waktu {anchor} tidak dikenal.", "The anchor {anchor} is not known."),
        "anchor_not_instant": ("{anchor} bukan waktu.", "{anchor} is no point in time."),
        "due_in_due": (
            "Patokan due hanya untuk expires.",
            "The anchor due stands in expires only.",
        ),
        "bad_condition": (
            "«{value}» bukan syarat; contoh: order.is_paid is no.",
            "«{value}» is no condition; for example: order.is_paid is no.",
        ),
        "unknown_fact": ("Fakta {fact} tidak dikenal.", "The fact {fact} is not known."),
        "wrong_type": (
            "{fact} adalah {kind}; «{op} {value}» tidak bisa ditanyakan.",
            "{fact} is {kind}; «{op} {value}» cannot be asked of it.",
        ),
        "unknown_code": (
            "Alasan {reason} tidak dikenal; daftarnya ada di docs/reasons.md dan docs/journeys.md.",
            "The reason {reason} is not known; docs/reasons.md and docs/journeys.md list them.",
        ),
        "unknown_trigger": ("Pemicu {name} tidak dikenal.", "The trigger {name} is not known."),
        "unknown_exit": ("Tanda keluar {name} tidak dikenal.", "The exit {name} is not known."),
        "on_not_triggered": (
            "Langkah ini menunggu {name}, padahal alur tidak dipicu olehnya.",
            "This step is for {name}, but the journey is not triggered by it.",
        ),
        # the way through the steps
        "missing_step": ("Langkah {id} yang dituju tidak ada.", "The step {id} that follows does not exist."),
        "cycle": ("Langkah berputar tanpa akhir: {path}.", "The steps go round in a circle: {path}."),
        "unreachable_step": ("Langkah {id} tidak pernah tercapai.", "The step {id} is never reached."),
        "reply_exits": (
            "Cabang ini menunggu balasan, padahal balasan (replied) mengakhiri alur.",
            "This branch waits for a reply, but a reply (exit replied) ends the journey.",
        ),
        # windows
        "expires_before_due": (
            "Batas «{expires}» tidak pernah setelah «{due}»: pesan ini tidak pernah terkirim.",
            "The end «{expires}» is never after «{due}»: this message could never be sent.",
        ),
        "window_never_opens": (
            "Antara «{due}» dan «{expires}» tidak pernah ada jam yang diizinkan untuk {segment} ({reasons}).",
            "Between «{due}» and «{expires}» no hour is ever allowed for {segment} ({reasons}).",
        ),
        # texts
        "text_syntax": ("Teks tidak terbaca: {what}.", "The text is not readable: {what}."),
        "unknown_variable": ("Variabel {name} tidak dikenal.", "The variable {name} is not known."),
        "text_logic": (
            "Teks WhatsApp hanya boleh berisi variabel, tanpa logika atau saringan.",
            "A WhatsApp text may hold plain variables only, no logic or filters.",
        ),
        "leading_variable": (
            "Teks WhatsApp tidak boleh diawali variabel ({name}).",
            "A WhatsApp text may not begin with a variable ({name}).",
        ),
        "trailing_variable": (
            "Teks WhatsApp tidak boleh diakhiri variabel ({name}).",
            "A WhatsApp text may not end with a variable ({name}).",
        ),
        "touching_variables": (
            "Dua variabel WhatsApp bersebelahan tanpa kata ({name}).",
            "Two WhatsApp variables stand side by side ({name}).",
        ),
        "name_clash": (
            "Dua variabel menjadi nama WhatsApp yang sama ({name}).",
            "Two variables become the same WhatsApp name ({name}).",
        ),
        "no_way_out": (
            "Teks promo harus menyebut cara berhenti, misalnya «Balas BERHENTI bila tidak ingin info promo.»",
            "A promotional text must say how to stop, such as «Balas BERHENTI bila tidak ingin info promo.»",
        ),
    }
)

WARNINGS = MappingProxyType(
    {
        "narrow_window": (
            "Untuk {segment}, {share}% jam pemicu dalam sepekan tidak menyisakan waktu kirim.",
            "For {segment}, {share}% of a week's trigger times leave no time to send.",
        ),
        "promos_in_a_row": (
            "Promosi ini {days} hari setelah promosi sebelumnya; kebijakan menahan yang kedua.",
            "This promotion is due {days} days after the one before; the policy holds the second back.",
        ),
    }
)
