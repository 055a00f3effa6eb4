"""Small books with every type of column and every trap of a file, written in each form a ledger is read from."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import sqlalchemy
import xlsxwriter

from workbench.ledger import TABLES

Texts = dict[str, list[dict[str, str]]]
"""Rows of the tables as a CSV file holds them."""


def _rows(header: str, *lines: str) -> list[dict[str, str]]:
    names = header.split(",")
    return [dict(zip(names, next(csv.reader([line])), strict=True)) for line in lines]


SMALL: Texts = {
    "parties": [
        *_rows(
            "party_id,name,tax_id,country,vat_status,kind,is_person,city",
            'K1,"Zażółć ""Gęślą Jaźń"", sp. z o.o.",9999999999,PL,active,contractor,false,Łódź',
            "K2,Muster Handel GmbH,DE012345678,DE,active,contractor,false,Köln",
            "K3,Jan Próbny,,PL,inactive,employee,true,",
        )
    ],
    "documents": _rows(
        "document_id,register,number,issue_date,sale_date,party_id,transaction,in_vat_return,corrects,cash_accounting,"
        "currency,fx_rate,relief_proof,entered_on",
        "FS/1,sale,FS/1/2020,2020-08-20,2020-08-19,K1,domestic,true,,false,PLN,1,,",
        "FZ/1,purchase,FZ/1/2020,2020-07-06,2020-07-06,K2,domestic,true,,false,EUR,4.2512,,2020-07-09",
        "FS/2,sale,FS/2/2020,2020-08-21,2020-08-21,K3,domestic,true,FS/1,true,PLN,1,debt_register,2020-08-21",
    ),
    "vat_lines": _rows(
        "document_id,line,rate,net,vat,kind,deductible",
        "FS/1,1,23,1000.00,230.00,goods,yes",
        "FS/1,2,8,0.07,0.01,services,yes",
        "FZ/1,1,23,813.01,186.99,fuel,conditional",
        "FS/2,1,zw,-12.50,0,goods,yes",
    ),
    "payments": _rows(
        "payment_id,document_id,direction,due_date,amount,party_id,document_date,state,account,split_payment,split_payment_vat,"
        "entered_on",
        "P1,FS/1,in,2020-08-27,1230.08,K1,2020-08-20,approved,24999900000000000000000123,true,230.01,2020-08-20",
        "P2,FZ/1,out,2020-07-13,1000,,,executed,,false,,",
        "P3,FS/2,in,2020-08-28,-12.5,K3,,approved,,false,,",
    ),
    "settlements": _rows(
        "payment_id,date,amount,source,entered_on", "P1,2020-09-10,500.00,bank,2020-09-11", "P1,2020-12-28,100.10,cash,"
    ),
    "accounts": _rows("account,name,summary", "419,Energia,", "419-1,Prąd,419"),
    "categories": _rows("category,name,parent", "BIURO,Biuro,", "BIURO_CZYNSZ,Czynsz,BIURO"),
    "goods_groups": _rows("group_id,name,parent,modified", "G,Drewno,,2020-01-02", "G1,Deski,G,"),
    "goods": _rows("goods_id,name,default_group", "T1,Deska sosnowa,G1", "T2,Usługa,"),
    "goods_in_groups": _rows("goods_id,group_id", "T1,G", "T1,G1"),
    "dimensions": _rows(
        "dimension,name,type,dictionary,narrowed_to,required,inactive,predefined,used_on",
        "PROJEKTY,Projekty,descriptive,,,true,false,false,purchase_register; cost_record",
        "PROJEKTY/ETAPY,,descriptive,,,false,true,false,",
        "KONTA_4,Konta,accounts,,419,false,false,true,",
    ),
    "elements": _rows(
        "dimension,element,name,account,inactive",
        "PROJEKTY,P1,Sklep,1_20,false",
        "PROJEKTY,P2,,,true",
        "PROJEKTY/ETAPY,E1,Projekt,,false",
        "KONTA_4,419-1,,,false",
    ),
    "records": _rows(
        "document_id,type,number,date,amount,party_id,category,status,locked",
        "R1,cost_record,R/1,2020-08-31,120.50,K1,BIURO,ordinary,true",
        "R2,goods_issued,WZ/1,2020-08-31,,,,cancelled,false",
    ),
    "record_lines": _rows(
        "document_id,kind,line,goods_id,account,amount,purchase_cost", "R1,line,1,,419,120.50,0", "R2,line,1,T1,,10.00,7.25"
    ),
    "additional_amounts": _rows("document_id,line,account,amount", "FZ/1,1,419-1,-5.00"),
    "descriptions": _rows(
        "document_id,line,position,position_line,elements,percent,value,key",
        "FZ/1,1,document,0,PROJEKTY=P1; KONTA_4=419-1,33.333333,271.00,OGÓLNE",
        "FZ/1,2,line,1,PROJEKTY=ETAPY/E1,66.666667,542.01,",
        "R1,1,document,0,PROJEKTY=P1,-12.5,-15.06,",
    ),
    "item_descriptions": _rows(
        "dictionary,item,line,elements,percent", "account,419,1,PROJEKTY=P1,45", "account,419,2,PROJEKTY=P2,55"
    ),
    "keys": _rows(
        "key,valid_from,valid_to,line,elements,percent,driver",
        "OGÓLNE,2020-01-01,2020-12-31,1,PROJEKTY=P1,100,",
        "OGÓLNE,2021-01-01,,1,PROJEKTY=P1,,powierzchnia",
    ),
    "company": _rows(
        "tax_id,name,country,street,postcode,city,text_start", "9999999999,Próbka sp. z o.o.,PL,Długa 1,00-001,Łódź,"
    ),
    "banks": _rows(
        "bank,name,bic,country,format,split_payment_format,tax_office_format,social_insurance_format,import_format,fee_bearer",
        "B,Bank Próbny,TESTPLPW,PL,elixir,elixir,elixir,elixir,,payer",
    ),
    "bank_registers": _rows(
        "register,name,type,bank,account,currency,vat_account,sepa",
        "BANK,Rachunek bieżący,bank,B,24999900000000000000000123,PLN,false,false",
        "KASA,Kasa,cash,,,PLN,false,false",
    ),
    "party_accounts": _rows(
        "party_id,account,currency,bank_name,bic,preferred", "K2,DE89370400440532013000,EUR,Musterbank,TESTDEFF,true"
    ),
    "tax_payments": _rows(
        "payment_id,identifier_type,identifier,form,period,liability,bank_text", "P2,N,9999999999,VAT-7,20M06,,"
    ),
    "sepa_parties": _rows(
        "payment_id,role,name,is_person,bic,identifier,identifier_type,issuer,birth_date,birth_country,birth_province,birth_city",
        "P2,creditor,Jan Próbny,true,,,,,1980-02-29,PL,,Łódź",
    ),
    "drivers": _rows("driver,month,element,quantity", "powierzchnia,2020-08-01,P1,12.5", "powierzchnia,2020-08-01,P2,7"),
}
SMALL["parties"][0]["name"] += "\nul. Długa 1"


def header(table: str, rows: list[dict[str, str]]) -> list[str]:
    """The columns of a table: those of its rows, or all the books know where it has none."""
    return list(rows[0]) if rows else list(TABLES[table].columns)


def csv_text(table: str, rows: list[dict[str, str]], newline: str = "\n") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header(table, rows), lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csv_folder(folder: Path, books: Texts, *, newline: str = "\n", encoding: str = "utf-8") -> Path:
    folder.mkdir(exist_ok=True)
    for table, rows in books.items():
        (folder / f"{table}.csv").write_bytes(csv_text(table, rows, newline).encode(encoding))
    return folder


def typed(table: str, column: str, text: str, amount: type = Decimal) -> Any:
    """The value as a program would hold it; `amount` is the type of amounts and rates, str leaves all values as texts."""
    if text == "":
        return None
    if amount is str:
        return text
    kind = TABLES[table].columns[column].type
    if kind == "integer":
        return int(text)
    if kind in ("amount", "rate", "decimal"):
        return (
            amount(Decimal(text).quantize(Decimal("0.01" if kind == "amount" else "0.000001")))
            if amount is Decimal
            else amount(text)
        )
    return {"date": date.fromisoformat, "bool": lambda text: text == "true"}.get(kind, str)(text)


def frames(books: Texts, amount: type = Decimal) -> dict[str, pd.DataFrame]:
    """The books as tables in memory, with values of their types; texts for `amount=str`."""
    return {
        table: pd.DataFrame(
            {column: pd.Series([typed(table, column, row[column], amount) for row in rows]) for column in header(table, rows)}
        )
        for table, rows in books.items()
    }


def parquet_folder(folder: Path, books: Texts, amount: type = Decimal) -> Path:
    folder.mkdir()
    for table, rows in books.items():
        columns = {name: [typed(table, name, row[name], amount) for row in rows] for name in header(table, rows)}
        pa.parquet.write_table(pa.table(columns), folder / f"{table}.parquet")
    return folder


def workbook(path: Path, books: Texts) -> Path:
    """An XLSX file as a person fills it: numbers as numbers (a NIP too), dates as dates, flags as TRUE and FALSE."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for table, rows in books.items():
            sheet = book.add_worksheet(table)
            for place, column in enumerate(header(table, rows)):
                sheet.write_string(0, place, column)
                for number, row in enumerate(rows, start=1):
                    value = typed(table, column, row[column], float)
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, str) and value.isdecimal() and len(value) < 16:
                        sheet.write_number(number, place, int(value))
                    elif isinstance(value, str):
                        sheet.write_string(number, place, value)
                    else:
                        sheet.write(number, place, value)
    return path


SQL_TYPES = {
    "amount": "NUMERIC(18, 2)",
    "rate": "NUMERIC(18, 6)",
    "decimal": "NUMERIC(18, 6)",
    "date": "DATE",
    "bool": "BOOLEAN",
    "integer": "INTEGER",
}


def database(url: str, books: Texts) -> str:
    """The books in a database, replacing what is there, in columns of the database's own types."""
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    plain = (lambda value: str(value) if isinstance(value, Decimal | date) else value) if url.startswith("sqlite") else None
    with engine.begin() as connection:
        for table, rows in books.items():
            names = header(table, rows)
            types = {name: SQL_TYPES.get(TABLES[table].columns[name].type, "TEXT") for name in names}
            columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
            connection.exec_driver_sql(f"CREATE TABLE {table} ({columns})")
            values = [{name: typed(table, name, row[name]) for name in names} for row in rows]
            if plain:
                values = [{name: plain(value) for name, value in row.items()} for row in values]
            insert = sqlalchemy.table(table, *map(sqlalchemy.column, names)).insert()
            connection.execute(insert, values)
    return url


def with_values(books: Texts, table: str, row: int, **values: str) -> Texts:
    """The books with some values of one row (counted from 0) replaced."""
    books[table][row].update(values)
    return books
