"""The canonical tables: what records become once they are read, one meaning per column.

Times of day are whole minutes from midnight of the row's date, money is whole minor units of its
currency (fen, yen, centavos), both 64-bit integers. NULL means "the records do not say". The same
columns, in the same order, are the Parquet files of a dataset: a folder per table, files in it.
"""

from __future__ import annotations

from msgspec import Struct


class Column(Struct, frozen=True):
    name: str
    type: str  # a DuckDB type
    meaning: str


class Table(Struct, frozen=True):
    name: str
    grain: str
    columns: tuple[Column, ...]

    def create_sql(self) -> str:
        """The CREATE TABLE statement, provenance columns included."""
        body = ", ".join(f'"{c.name}" {c.type}' for c in self.columns + PROVENANCE)
        return f'CREATE TABLE "{self.name}" ({body})'


# Which input row a record came from; the first one where several made it (two punches, one day).
PROVENANCE = (
    Column("file", "VARCHAR", "input file's name"),
    Column("sheet", "VARCHAR", "sheet in a workbook, else NULL"),
    Column("row", "BIGINT", "row number as the file's own program shows it, from 1"),
)

KINDS_OF_DAY = ("ordinary", "rest", "holiday")
HOURS_SYSTEMS = ("standard", "comprehensive", "flexible", "compressed", "exempt")
HOURS_PERIODS = ("week", "month", "quarter", "year")
BASES = ("monthly", "daily", "hourly", "piece")
EMPLOYMENTS = ("regular", "fixed_term", "part_time", "dispatched", "intern")
LEAVES = (
    "annual", "sick", "maternity", "paternity", "nursing", "marriage", "bereavement", "injury",
    "other_paid", "time_off_in_lieu", "unpaid", "absent",
)  # fmt: skip
CONDITIONS = ("pregnant", "nursing", "maternity_leave", "miscarriage_leave", "probation", "heat", "hazard")
EVENTS = (
    "injury", "fire_drill", "emergency_drill", "safety_training", "induction_training",
    "health_check", "hazard_monitoring", "fire_equipment_test", "workers_meeting",
    "safety_committee_meeting",
)  # fmt: skip
# Components of pay. `gross` and `net` are the slip's own totals, never added to the others.
COMPONENTS = (
    "basic", "piece", "overtime", "overtime_ordinary", "overtime_rest", "overtime_holiday",
    "night_allowance", "heat_allowance", "hardship_allowance", "meal_allowance",
    "housing_allowance", "transport_allowance", "allowance", "bonus", "leave_pay", "sick_pay",
    "back_pay", "thirteenth_month", "other_pay",
    "social_insurance", "housing_fund", "tax", "deduction_absence", "deduction_damage",
    "deduction_fine", "deduction_meals_housing", "deduction_loan", "deduction_other",
    "gross", "net",
)  # fmt: skip
DEDUCTIONS = (
    "social_insurance", "housing_fund", "tax", "deduction_absence", "deduction_damage",
    "deduction_fine", "deduction_meals_housing", "deduction_loan", "deduction_other",
)  # fmt: skip

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table(
            "facilities",
            "facility",
            (
                Column("facility", "VARCHAR", "its key"),
                Column("name", "VARCHAR", "name"),
                Column("country", "VARCHAR", "ISO 3166-1 alpha-2"),
                Column("region", "VARCHAR", "ISO 3166-2, e.g. CN-GD"),
                Column("wage_class", "VARCHAR", "the region's minimum-wage class or zone that applies"),
                Column("sector", "VARCHAR", "ISIC section or plain word"),
                Column("hours_system", "VARCHAR", "one of HOURS_SYSTEMS"),
                Column("hours_period", "VARCHAR", "one of HOURS_PERIODS, where hours are averaged"),
                Column("hours_approved_from", "DATE", "first day of the approval of a special system"),
                Column("hours_approved_to", "DATE", "last day of that approval"),
                Column(
                    "rest_days",
                    "VARCHAR",
                    "weekly rest days of the facility: 'sun'; 'sat,sun*' marks the one by law",
                ),
                Column("pay_day", "BIGINT", "day of the following month on which wages are due"),
                Column("month_minutes", "BIGINT", "hours that a monthly wage is divided by, in minutes"),
                Column("scheduled_minutes", "BIGINT", "scheduled working time of a day, in minutes"),
            ),
        ),
        Table(
            "workers",
            "worker",
            (
                Column("worker", "VARCHAR", "number or code, as the records write it, trimmed"),
                Column("facility", "VARCHAR", "facility key"),
                Column("sex", "VARCHAR", "f, m"),
                Column("birth_date", "DATE", ""),
                Column("hired_on", "DATE", "first day of employment here"),
                Column("left_on", "DATE", "last day of employment here"),
                Column("employment", "VARCHAR", "one of EMPLOYMENTS"),
                Column("job", "VARCHAR", "job or post, as written"),
                Column("migrant", "BOOLEAN", ""),
                Column("hours_system", "VARCHAR", "overrides the facility's"),
                Column("hours_period", "VARCHAR", "overrides the facility's"),
                Column("contract_on", "DATE", "day the written contract was signed"),
                Column("service_since", "DATE", "start of cumulative service with all employers"),
            ),
        ),
        Table(
            "wages",
            "worker x dates",
            (
                Column("worker", "VARCHAR", ""),
                Column("from", "DATE", "first day; NULL: since ever"),
                Column("to", "DATE", "last day; NULL: until now"),
                Column("basis", "VARCHAR", "one of BASES"),
                Column("amount", "BIGINT", "contract wage per month, day or hour, in minor units"),
                Column("currency", "VARCHAR", "ISO 4217"),
            ),
        ),
        Table(
            "punches",
            "punch",
            (
                Column("worker", "VARCHAR", ""),
                Column("at", "TIMESTAMP", "local time"),
                Column("state", "VARCHAR", "as the terminal wrote it"),
                Column("terminal", "VARCHAR", "terminal or file"),
            ),
        ),
        Table(
            "days",
            "worker x date",
            (
                Column("worker", "VARCHAR", ""),
                Column("date", "DATE", "the day the shift belongs to"),
                Column("start", "BIGINT", "first minute of work"),
                Column("end", "BIGINT", "last minute; above 1440 after midnight"),
                Column("minutes", "BIGINT", "working time; a lower bound where complete is false"),
                Column("night_minutes", "BIGINT", "of these between 22:00 and 06:00"),
                Column("kind", "VARCHAR", "one of KINDS_OF_DAY where the records say; else by calendar"),
                Column("leave", "VARCHAR", "one of LEAVES"),
                Column("complete", "BOOLEAN", "the minutes are known exactly"),
            ),
        ),
        Table(
            "pay",
            "worker x period x component",
            (
                Column("worker", "VARCHAR", ""),
                Column("start", "DATE", "first day of the pay period"),
                Column("end", "DATE", "last day"),
                Column("paid_on", "DATE", ""),
                Column("component", "VARCHAR", "one of COMPONENTS"),
                Column("amount", "BIGINT", "minor units; deductions are positive amounts taken"),
                Column("currency", "VARCHAR", "ISO 4217"),
                Column("label", "VARCHAR", "as the slip names it"),
            ),
        ),
        Table(
            "conditions",
            "worker x dates",
            (
                Column("worker", "VARCHAR", ""),
                Column("kind", "VARCHAR", "one of CONDITIONS"),
                Column("from", "DATE", ""),
                Column("to", "DATE", "pregnant: the (expected) day of birth"),
            ),
        ),
        Table(
            "events",
            "facility x date",
            (
                Column("facility", "VARCHAR", ""),
                Column("date", "DATE", ""),
                Column("kind", "VARCHAR", "one of EVENTS"),
                Column("worker", "VARCHAR", "whom it concerns, where one person"),
                Column("people", "BIGINT", "how many took part or were hurt"),
                Column("minutes", "BIGINT", "how long it took"),
            ),
        ),
    )
}
