"""A factory's month in one workbook, and the floor of any tool that reads it.

python bench/cold_start.py make BOOK.xlsx     600 workers of January 2025: people, days, pay
python bench/cold_start.py floor BOOK.xlsx    import numpy and DuckDB, read every cell by calamine, stop
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

WORKERS = 600


def make(book: Path) -> None:
    """Write the workbook from a dataset of the sample generator."""
    import duckdb
    import xlsxwriter

    book.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        dataset = Path(scratch) / "set"
        _dataset(dataset)
        con = duckdb.connect()

        def rows(sql: str) -> list[tuple]:
            return con.execute(sql.replace("@", str(dataset))).fetchall()

        people = rows("""
            SELECT worker, w.sex, birth_date, hired_on, w.job, g.amount / 100 FROM '@/workers/*.parquet' w
            JOIN (SELECT worker, min(amount) AS amount FROM '@/wages/*.parquet' GROUP BY 1) g USING (worker) ORDER BY 1""")
        days = rows("""
            SELECT worker, date, minutes / 60 FROM '@/days/*.parquet'
            WHERE date < '2025-02-01' AND minutes > 0 ORDER BY 1, 2""")
        pay = rows("""
            PIVOT (SELECT worker, component::VARCHAR AS component, amount / 100 AS amount, paid_on FROM '@/pay/*.parquet'
                   WHERE start = '2025-01-01') ON component IN ('basic', 'overtime', 'social_insurance')
            USING sum(amount) ORDER BY worker""")
    out = xlsxwriter.Workbook(str(book), {"default_date_format": "yyyy-mm-dd", "constant_memory": True})
    _sheet(out, "员工", ("工号", "性别", "出生日期", "入职日期", "岗位", "月工资标准"), people)
    _sheet(out, "考勤", ("工号", "日期", "工时"), days)
    _sheet(out, "2025年1月工资", ("工号", "发放日期", "基本工资", "加班费", "社保个人"), pay)
    out.close()


def _dataset(folder: Path) -> None:
    import subprocess

    subprocess.run(
        [sys.executable, "-m", "tripartite.sample", "dataset", str(folder), "--workers", str(WORKERS)],
        check=True,
        capture_output=True,
    )


def _sheet(out: Any, name: str, header: tuple[str, ...], rows: list[tuple]) -> None:
    sheet = out.add_worksheet(name)
    sheet.write_row(0, 0, header)
    for i, row in enumerate(rows, start=1):
        for j, value in enumerate(row):
            if hasattr(value, "isoformat"):
                sheet.write_datetime(i, j, datetime.combine(value, datetime.min.time()))
            else:
                sheet.write(i, j, value)


def floor(book: Path) -> None:
    """What importing and reading cost, without any work."""
    import duckdb  # noqa: F401
    import numpy as np  # noqa: F401
    from python_calamine import CalamineWorkbook

    found = CalamineWorkbook.from_path(str(book))
    print(sum(len(found.get_sheet_by_name(name).to_python()) for name in found.sheet_names))


if __name__ == "__main__":
    {"make": make, "floor": floor}[sys.argv[1]](Path(sys.argv[2]))
