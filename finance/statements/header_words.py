"""What the columns of bank files are called, in the common languages."""

from typing import Literal

Role = Literal["date", "value_date", "memo", "amount", "debit", "credit", "balance", "currency", "id", "side"]

# Folded: lower case, no accents, no punctuation. A header cell is looked up whole first, then without what is in brackets.
WORDS: dict[Role, str] = {
    "date": (
        "date|transaction date|posting date|posted date|post date|posted|booking date|booked|txn date|tran date|"
        "trans date|date of transaction|operation date|completed date|started date|created|"
        "fecha|fecha operacion|fecha de operacion|fecha contable|fecha movimiento|"
        "datum|buchungstag|buchungsdatum|buchung|transaktionsdatum|umsatzdatum|belegdatum|"
        "date operation|date de l operation|date d operation|date de comptabilisation|date comptable|"
        "data|data operazione|data contabile|data movimento|data mov|data lancamento|data do movimento|data da operacao|"
        "boekdatum|transactiedatum|boekingsdatum|"
        "datum zauctovani|datum transakce|datum provedeni|datum splatnosti|zauctovano|"
        "data operacji|data ksiegowania|data transakcji|"
        "bokforingsdag|bokforingsdatum|transaktionsdag|dato|bogforingsdato|kirjauspaiva|"
        "tarih|islem tarihi|tanggal|ngay|дата|дата операции|"
        "日期|交易日期|记账日期|交易时间|取引日|दिनांक|तारीख|तिथि"
    ),
    "value_date": (
        "value date|valuta|wertstellung|wertstellungsdatum|valutadatum|fecha valor|date de valeur|date valeur|data valuta|"
        "data valor|rentedatum|data waluty|value dt|effective date|datum valuty"
    ),
    "memo": (
        "description|details|narration|memo|payee|particulars|transaction description|transaction details|narrative|"
        "remarks|transaction remarks|name|merchant|reference text|text|notes|note|counterparty|beneficiary|title|"
        "descripcion|concepto|detalle|movimiento|beneficiario|observaciones|"
        "verwendungszweck|buchungstext|beschreibung|auftraggeber empfanger|beguenstigter zahlungspflichtiger|"
        "empfanger|zahlungsempfanger|vorgang verwendungszweck|name zahlungsbeteiligter|auftraggeber|"
        "libelle|libelle operation|libelle simplifie|details de l operation|"
        "descrizione|causale|descrizione operazione|"
        "descricao|historico|lancamento|descritivo|"
        "omschrijving|naam omschrijving|mededelingen|naam tegenpartij|"
        "popis|poznamka|nazev protiuctu|zprava pro prijemce|typ transakce|popis transakce|"
        "opis|opis operacji|tytul|tytul operacji|opis transakcji|nadawca odbiorca|"
        "beskrivning|text|tekst|meddelande|selite|aciklama|keterangan|назначение платежа|описание|"
        "摘要|交易摘要|备注|说明|摘要说明|対方户名|विवरण"
    ),
    "amount": (
        "amount|transaction amount|value|sum|net amount|net|amount in account currency|"
        "importe|monto|cantidad|importe eur|"
        "betrag|umsatz|betrag eur|umsatz in eur|"
        "montant|montant eur|montant operation|"
        "importo|importo eur|valor|valor eur|montante|"
        "bedrag|bedrag eur|"
        "castka|objem|castka v mene uctu|"
        "kwota|kwota operacji|kwota transakcji|"
        "belopp|belob|maara|tutar|jumlah|сумма|сумма операции|"
        "金额|交易金额|发生额|राशि|रकम"
    ),
    "debit": (
        "debit|debits|debit amount|withdrawal|withdrawals|withdrawal amt|withdrawal amount|paid out|money out|out|dr|"
        "payments|payment|spent|charge|withdrawal amount inr|debit amt|dr amount|"
        "cargo|cargos|debe|egreso|egresos|soll|lastschrift|belastung|ausgaben|debito|debitos|addebiti|addebito|uscite|"
        "depenses|saida|saidas|af|uitgaven|vydaje|vydaj|na vrub|obciazenia|wydatki|uttag|支出|支出金额|借方|借方金额|"
        "निकासी|नामे"
    ),
    "credit": (
        "credit|credits|credit amount|deposit|deposits|deposit amt|deposit amount|paid in|money in|in|cr|receipts|"
        "received|deposit amount inr|credit amt|cr amount|"
        "abono|abonos|haber|ingreso|ingresos|haben|gutschrift|einnahmen|credito|creditos|accrediti|accredito|entrate|"
        "recettes|entrada|entradas|bij|inkomsten|prijmy|prijem|ve prospech|uznania|wplywy|insattning|收入|收入金额|贷方|"
        "贷方金额|जमा"
    ),
    "balance": (
        "balance|running balance|closing balance|account balance|balance after|ledger balance|available balance|"
        "saldo|saldo nach buchung|kontostand|solde|saldo contabile|saldo disponibile|saldo contabilistico|"
        "saldo na trn|saldo po transacties|zustatek|saldo po operacji|zostatok|saldo eur|bakiye|остаток|余额|账户余额|"
        "शेष|शेष राशि"
    ),
    "currency": (
        "currency|ccy|curr|account currency|moneda|divisa|wahrung|devise|valuta eur|moeda|munt|mena|waluta|valuta code|"
        "валюта|币种|货币|मुद्रा"
    ),
    "id": (
        "id|transaction id|reference|ref|ref no|reference number|chq ref no|cheque no|transaction reference|tran id|"
        "referencia|referenz|kundenreferenz|riferimento|kenmerk|id transakce|identifikace transakce|"
        "numer referencyjny|交易流水号|流水号"
    ),
    "side": (
        "type|dr cr|debit credit|credit debit|cr dr|sign|transaction type|soll haben|s h|af bij|sens|tipo|d c|kind|"
        "direction|借贷|借贷标志"
    ),
}
