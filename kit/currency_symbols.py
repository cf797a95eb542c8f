"""The short signs of currencies: CLDR's narrow symbols, which Babel does not ship and which the app's browser shows."""

SIGNS = {
    "AFN": "؋", "AMD": "֏", "AOA": "Kz", "AZN": "₼", "BAM": "KM", "BDT": "৳", "BOB": "Bs", "BRL": "R$", "BWP": "P",
    "CNY": "¥", "CRC": "₡", "CZK": "Kč", "DKK": "kr", "EUR": "€", "FKP": "£", "GBP": "£", "GEL": "₾", "GHS": "GH₵",
    "GIP": "£", "GNF": "FG", "GTQ": "Q", "HNL": "L", "HRK": "kn", "HUF": "Ft", "IDR": "Rp", "ILS": "₪", "INR": "₹",
    "ISK": "kr", "JPY": "¥", "KGS": "⃀", "KHR": "៛", "KMF": "CF", "KPW": "₩", "KRW": "₩", "KZT": "₸", "LAK": "₭",
    "LBP": "L£", "LKR": "Rs", "MGA": "Ar", "MMK": "K", "MNT": "₮", "MUR": "Rs", "MYR": "RM", "NGN": "₦", "NIO": "C$",
    "NOK": "kr", "NPR": "Rs", "PHP": "₱", "PKR": "Rs", "PLN": "zł", "PYG": "₲", "RUB": "₽", "RWF": "RF", "SEK": "kr",
    "SHP": "£", "SSP": "£", "STN": "Db", "SYP": "£", "THB": "฿", "TOP": "T$", "TRY": "₺", "UAH": "₴", "VND": "₫",
    "XPF": "CFPF", "ZAR": "R", "ZMW": "ZK",
}  # fmt: skip
DOLLARS = (
    "ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUC CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD "
    "UYU XCD"
)
SIGNS |= dict.fromkeys(DOLLARS.split(), "$")
