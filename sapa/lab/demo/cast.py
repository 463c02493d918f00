"""The people of Toko Sari, known before the database answers."""

from sapa.base.permissions import Role

SHOP = "Toko Sari"
OWNER = ("budi@tokosari.test", "Budi", Role.OWNER)
TEAM = (
    ("sri@tokosari.test", "Sri", Role.SUPERVISOR),
    ("ani@tokosari.test", "Ani", Role.AGENT),
    ("tono@tokosari.test", "Tono", Role.SERVICE),
    ("lia@tokosari.test", "Lia", Role.ANALYST),
    ("eko@tokosari.test", "Eko", Role.INTEGRATOR),
)
STRANGER = ("citra@lain.test", "Citra")
