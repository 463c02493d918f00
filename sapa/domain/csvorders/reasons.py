"""Why a file, or a row of it, cannot be used: code to sentence in Indonesian and English."""

FILE_REASONS = {
    "empty_file": ("Berkas kosong: tidak ada baris judul.", "The file is empty: it has no header line."),
    "not_a_csv_file": (
        "Ini bukan berkas CSV atau Excel (.xlsx). Simpan dahulu sebagai salah satunya tanpa kata sandi, "
        "lalu unggah lagi.",
        "This is not a CSV file or a workbook (.xlsx). Save it as one of them without a password "
        "and upload it again.",
    ),
    "broken_workbook": (
        "Berkas Excel ini rusak. Buka dan simpan ulang, lalu unggah lagi.",
        "This workbook is damaged. Open it, save it again and upload it.",
    ),
    "workbook_too_large": (
        "Isi berkas Excel ini terlalu besar untuk dibuka dengan aman. Simpan sebagai CSV, lalu unggah lagi.",
        "What this workbook holds is too large to be opened safely. Save it as CSV and upload it again.",
    ),
    "line_too_long": (
        "Berkas ini berisi baris yang lebih panjang dari 4 juta tanda. Simpan ulang sebagai CSV, "
        "satu baris untuk setiap data, lalu unggah lagi.",
        "This file holds a line of more than 4 million characters. Save it again as CSV, "
        "one line for each record, and upload it.",
    ),
    "missing_columns": (
        "Kolom yang diperlukan tidak ada: {details}.",
        "Needed columns are missing: {details}.",
    ),
}
ROW_REASONS = {
    "missing_order_id": ("Nomor pesanan kosong.", "The order number is empty."),
    "missing_date": ("Tanggal pesanan kosong.", "The order date is empty."),
    "bad_date": ("Tanggal ini tidak bisa dibaca.", "This date cannot be read."),
    "future_date": ("Tanggal ini masih di masa depan.", "This date lies in the future."),
    "before_order": (
        "Kejadian ini tercatat sebelum pesanan dibuat.",
        "This happened before the order was placed.",
    ),
    "bad_amount": ("Jumlah uang ini tidak bisa dibaca.", "This amount of money cannot be read."),
    "negative_amount": (
        "Jumlah uang ini kurang dari nol.",
        "This amount of money is below zero.",
    ),
    "bad_currency": ("Mata uang ini tidak dikenal.", "This currency is not known."),
    "bad_quantity": (
        "Jumlah barang harus bilangan bulat mulai dari 1.",
        "The quantity must be a whole number from 1.",
    ),
    "bad_score": ("Nilai ulasan harus 1 sampai 5.", "The review score must be 1 to 5."),
    "unknown_status": ("Status pesanan ini tidak dikenal.", "This order status is not known."),
    "unknown_segment": ("Segmen harus B2C atau B2B.", "The segment must be B2C or B2B."),
    "cell_too_long": ("Isi sel ini terlalu panjang.", "This cell is too long."),
    "quote_open": (
        "Tanda kutip di baris ini tidak ditutup.",
        "A quotation mark in this row is not closed.",
    ),
    "too_many_cells": (
        "Baris ini punya lebih banyak sel daripada judulnya; mungkin ada pemisah tanpa tanda kutip.",
        "This row has more cells than the header; a separator may lack its quotes.",
    ),
    "duplicate_order": (
        "Nomor pesanan ini sudah ada di baris lain dengan isi berbeda.",
        "This order number stands in another row with other content.",
    ),
    "missing_customer": (
        "Tidak ada nomor telepon, surel, atau nomor pelanggan.",
        "There is neither a phone nor an e-mail nor a customer number.",
    ),
    "bad_email": (
        "Alamat surel ini tidak bisa dibaca.",
        "This e-mail address cannot be read.",
    ),
    "duplicate_customer": (
        "Pelanggan ini sudah ada di baris lain dengan isi berbeda.",
        "This customer stands in another row with other content.",
    ),
    "missing_sku": (
        "Kode produk kosong.",
        "The product code is empty.",
    ),
    "missing_name": (
        "Nama produk kosong.",
        "The product has no name.",
    ),
    "bad_stock": (
        "Stok harus bilangan bulat mulai dari 0.",
        "The stock must be a whole number from 0.",
    ),
    "bad_lifetime": (
        "Masa pakai harus 1 sampai 3650 hari.",
        "The lifetime must be 1 to 3650 days.",
    ),
    "bad_warranty": (
        "Garansi harus 1 sampai 3650 hari.",
        "The warranty must be 1 to 3650 days.",
    ),
    "bad_link": (
        "Tautan harus dimulai dengan http:// atau https://.",
        "A link must begin with http:// or https://.",
    ),
    "not_yes_or_no": (
        "Isinya harus ya atau tidak.",
        "This must be yes or no.",
    ),
    "duplicate_product": (
        "Kode produk ini sudah ada di baris lain dengan isi berbeda.",
        "This product code stands in another row with other content.",
    ),
    "missing_subscription": ("Nomor langganan kosong.", "The number of the subscription is empty."),
    "missing_plan": ("Nama paket kosong.", "The plan has no name."),
    "missing_period_end": (
        "Tanggal berakhir langganan kosong.",
        "The day on which the subscription ends is empty.",
    ),
    "ends_before_start": (
        "Langganan ini berakhir sebelum dimulai.",
        "This subscription ends before it begins.",
    ),
    "unknown_subscription_status": (
        "Status langganan ini tidak dikenal.",
        "This status of a subscription is not known.",
    ),
    "duplicate_subscription": (
        "Nomor langganan ini sudah ada di baris lain dengan isi berbeda.",
        "This number of a subscription stands in another row with other content.",
    ),
    "unknown_consent": (
        "Jawaban ini bukan setuju dan bukan tidak setuju.",
        "This answer is neither yes nor no.",
    ),
    "unknown_purpose": (
        "Persetujuan ini untuk apa? Isi promo atau kapan saja.",
        "Consent to what? Write promo or anytime.",
    ),
    "unknown_channel": (
        "Kanal ini tidak dikenal. Isi WhatsApp, surel atau Telegram, atau kosongkan untuk semua.",
        "This channel is not known. Write WhatsApp, e-mail or Telegram, or leave it blank for all.",
    ),
    "missing_source": (
        "Cara persetujuan ini diperoleh kosong.",
        "How this consent was obtained is empty.",
    ),
    "missing_proof": (
        "Bukti persetujuan ini kosong.",
        "The proof of this consent is empty.",
    ),
    "duplicate_consent": (
        "Jawaban lain dari pelanggan ini pada waktu yang sama ada di baris lain.",
        "Another answer of this customer at the same time stands in another row.",
    ),
    "other_row_refused": (
        "Baris lain dari pesanan ini ditolak.",
        "Another row of this order was refused.",
    ),
    "phone_empty_input": ("Nomor telepon kosong.", "The phone number is empty."),
    "phone_too_short": ("Nomor telepon terlalu pendek.", "The phone number is too short."),
    "phone_too_long": ("Nomor telepon terlalu panjang.", "The phone number is too long."),
    "phone_letters": ("Nomor telepon berisi huruf.", "The phone number contains letters."),
    "phone_spreadsheet_damage": (
        "Nomor telepon rusak oleh lembar kerja. Ubah kolomnya menjadi teks lalu ekspor ulang.",
        "A spreadsheet damaged the phone number. Make the column text and export again.",
    ),
    "phone_masked": ("Nomor telepon disamarkan.", "The phone number is masked."),
    "phone_service_code": ("Ini nomor layanan, bukan nomor pelanggan.", "This is a service number."),
    "phone_several_numbers": ("Ada lebih dari satu nomor telepon.", "There is more than one phone number."),
    "phone_unknown_country": ("Kode negara telepon tidak dikenal.", "The country of the phone is not known."),
    "phone_unassigned": ("Awalan nomor ini tidak dipakai.", "No number starts like this."),
    "phone_landline": (
        "Ini telepon kabel; pesan tidak bisa sampai ke sana.",
        "This is a landline; no message can reach it.",
    ),
}
NOTES = {
    "shared_phone": (
        "Nomor telepon ini juga milik pelanggan {value}; keduanya dianggap satu orang.",
        "Customer {value} has the same phone number; both are taken as one person.",
    ),
    "cancellation_estimated": (
        "Waktu pembatalan tidak ada, diperkirakan 24 jam setelah pesanan atau pembayaran.",
        "The time of cancellation is missing; taken as 24 hours after order or payment.",
    ),
    "payment_time_assumed": (
        "Waktu bayar tidak ada, dianggap sama dengan waktu pesanan.",
        "The time of payment is missing; taken as the time of the order.",
    ),
    "consent_unread": (
        "Persetujuan promo tidak terbaca, dianggap belum ada.",
        "The promo consent could not be read; taken as not given.",
    ),
    "phone_joined": (
        "Nomor telepon ini ditambahkan pada pelanggan yang sudah dikenal.",
        "This phone was added to a customer known already.",
    ),
    "customer_id_joined": (
        "Nomor pelanggan {value} ditambahkan pada pelanggan yang sudah dikenal.",
        "Customer number {value} was added to a customer known already.",
    ),
    "customer_id_elsewhere": (
        "Nomor pelanggan {value} sudah milik orang lain; nomor teleponnya yang diikuti.",
        "Customer number {value} belongs to somebody else; the phone was followed.",
    ),
    "same_row_again": ("Baris ini sama dengan baris {value}.", "This row repeats row {value}."),
}


def sentence(code: str, language: str = "id", value: str = "") -> str:
    """What people read for a code; `value` fills the place for a column list, customer or line."""
    told = (FILE_REASONS | ROW_REASONS | NOTES)[code][0 if language == "id" else 1]
    return told.replace("{details}", value).replace("{value}", value)
