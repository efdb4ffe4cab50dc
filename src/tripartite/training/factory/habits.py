"""How a small factory of each country keeps its workbook, and what is true of its place: headers, titles, names, wages."""

from __future__ import annotations

from dataclasses import dataclass

SHIFT, BREAK, BEGIN, END = "08:00-17:00", "12:00-13:00", 8 * 60, 17 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Habits:
    """One country's. Columns: worker, name, date, in, out; then worker, name, month, basic, overtime, fine, paid on;
    then worker, name, sex, born, hired, wage.

    wage and step: agreed monthly wages, from the lowest on. low_wage: one below every minimum. year_offset: of the
    Buddhist era. time_mark: between hours and minutes.
    """

    region: str
    wage_class: str
    sector: str
    company: str
    sheets: tuple[str, str, str, str]
    titles: tuple[str, str, str]
    days: tuple[str, str, str, str, str]
    pay: tuple[str, str, str, str, str, str, str]
    people: tuple[str, str, str, str, str, str]
    conditions: tuple[str, str, str, str]
    pregnant: str
    total: str
    sexes: tuple[str, str]
    families: tuple[str, ...]
    given: tuple[str, ...]
    join: str
    date_format: str
    year_offset: int
    time_mark: str
    rest_days: tuple[int, ...]
    wage: int
    step: int
    low_wage: int
    saturday_end: int = END

    @property
    def rest_words(self) -> str:
        return ",".join(WEEKDAYS[d] for d in self.rest_days)


HABITS = {
    "CN": Habits(
        "CN-GD", "2", "", "东莞市和顺制衣厂", ("考勤上半月", "考勤下半月", "工资表", "花名册"),
        ("考勤记录", "工资表", "员工花名册"), ("工号", "姓名", "日期", "上班时间", "下班时间"),
        ("工号", "姓名", "月份", "基本工资", "加班费", "罚款", "发放日期"),
        ("工号", "姓名", "性别", "出生日期", "入职日期", "合同工资"), ("工号", "情况", "开始日期", "结束日期"),
        "怀孕", "合计", ("女", "男"), ("李", "王", "张", "陈", "黄", "刘", "周", "吴"),
        ("秀英", "建国", "晓梅", "志强", "丽华", "海燕", "伟", "春兰", "国平", "小红"), "", "%Y/%m/%d", 0, ":", (5, 6),
        3_300, 100, 1_400,
    ),
    "JP": Habits(
        "JP-23", "", "", "株式会社みどり縫製 一宮工場", ("勤怠(前半)", "勤怠(後半)", "給与", "社員名簿"),
        ("勤怠記録", "給与一覧", "社員名簿"), ("社員番号", "氏名", "日付", "出勤", "退勤"),
        ("社員番号", "氏名", "対象月", "基本給", "残業手当", "減給", "支給日"),
        ("社員番号", "氏名", "性別", "生年月日", "入社日", "月給"), ("社員番号", "condition", "開始日", "to"),
        "pregnant", "合計", ("女", "男"), ("佐藤", "鈴木", "高橋", "田中", "伊藤", "山本", "小林", "森"),
        ("花子", "一郎", "美咲", "健", "陽子", "大輔", "さくら", "誠", "由美", "翔"), " ", "%Y/%m/%d", 0, ":", (5, 6),
        230_000, 5_000, 120_000,
    ),
    "MM": Habits(
        "MM-06", "", "factory", "ရွှေလက် အထည်ချုပ်စက်ရုံ", ("တက်ရောက်မှု ၁", "တက်ရောက်မှု ၂", "လုပ်ခစာရင်း", "ဝန်ထမ်းစာရင်း"),
        ("တက်ရောက်မှု မှတ်တမ်း", "လုပ်ခစာရင်း", "ဝန်ထမ်းစာရင်း"), ("ဝန်ထမ်းအမှတ်", "အမည်", "ရက်စွဲ", "ဝင်ချိန်", "ထွက်ချိန်"),
        ("ဝန်ထမ်းအမှတ်", "အမည်", "လ", "အခြေခံလုပ်ခ", "အချိန်ပိုကြေး", "အခြားဖြတ်ငွေ", "လစာထုတ်ရက်"),
        ("ဝန်ထမ်းအမှတ်", "အမည်", "ကျား/မ", "မွေးသက္ကရာဇ်", "အလုပ်ဝင်သည့်ရက်", "လစာနှုန်း"),
        ("ဝန်ထမ်းအမှတ်", "condition", "from", "to"), "ကိုယ်ဝန်ဆောင်", "စုစုပေါင်း", ("မ", "ကျား"),
        ("မအေး", "ကိုအောင်", "မခင်", "ကိုဇော်", "မဝင်း", "ကိုထွန်း", "မနီ", "ကိုမင်း"),
        ("အေး", "မြင့်", "လှ", "သန်း", "စိုး", "နိုင်", "မြ", "ဝင်း", "ထက်", "ဖြူ"), "", "%d/%m/%Y", 0, ":", (6,),
        290_000, 13_000, 90_000, 12 * 60,
    ),
    "PH": Habits(
        "PH-00", "non-agriculture", "", "Bagong Araw Garments, Pasig", ("Attendance 1-15", "Attendance 16-31", "Payroll", "Mga empleyado"),
        ("Daily time record", "Payroll", "Listahan ng empleyado"), ("ID ng empleyado", "Pangalan", "Petsa", "Oras ng pasok", "Oras ng labas"),
        ("ID ng empleyado", "Pangalan", "Buwan", "Batayang sahod", "Bayad sa overtime", "Multa", "Petsa ng sahod"),
        ("ID ng empleyado", "Pangalan", "Kasarian", "Petsa ng kapanganakan", "Petsa ng pagpasok", "Wage"),
        ("ID ng empleyado", "condition", "from", "to"), "pregnant", "Kabuuan", ("babae", "lalaki"),
        ("Santos", "Reyes", "Cruz", "Bautista", "Garcia", "Mendoza", "Ramos", "Flores"),
        ("Maria", "Jose", "Ana", "Juan", "Liza", "Carlo", "Rosa", "Paolo", "Grace", "Mark"), " ", "%d/%m/%Y", 0, ":", (6,),
        22_000, 500, 9_000,
    ),
    "TH": Habits(
        "TH-11", "general", "", "บริษัท ศรีทองการ์เมนท์ จำกัด", ("ลงเวลา 1-15", "ลงเวลา 16-31", "ค่าจ้าง", "ทะเบียนลูกจ้าง"),
        ("บันทึกเวลาทำงาน", "บัญชีค่าจ้าง", "ทะเบียนลูกจ้าง"), ("รหัสพนักงาน", "ชื่อ-สกุล", "วันที่", "เวลาเข้า", "เวลาออก"),
        ("รหัสพนักงาน", "ชื่อ-สกุล", "งวด", "เงินเดือน", "ค่าล่วงเวลา", "ค่าปรับ", "วันที่จ่าย"),
        ("รหัสพนักงาน", "ชื่อ-สกุล", "เพศ", "วันเกิด", "วันที่เริ่มงาน", "อัตราค่าจ้าง"),
        ("รหัสพนักงาน", "สภาพ", "ตั้งแต่", "กำหนดคลอด"), "ตั้งครรภ์", "รวม", ("หญิง", "ชาย"),
        ("ใจดี", "มีสุข", "ทองคำ", "แก้วใส", "ศรีสุข", "บุญมา", "วงศ์ดี", "พรหมมา"),
        ("สมหญิง", "สมชาย", "วิภา", "ประเสริฐ", "มาลี", "อนันต์", "สุดา", "วิชัย", "นภา", "ธนา"), " ", "%d/%m/%Y", 543, ".", (6,),
        14_400, 240, 6_000,
    ),
    "VN": Habits(
        "VN-SG", "I", "", "Công ty TNHH May Hòa Bình", ("Chấm công 1-15", "Chấm công 16-31", "Bảng lương", "Danh sách"),
        ("Bảng chấm công", "Bảng lương", "Danh sách người lao động"), ("Mã nhân viên", "Họ và tên", "Ngày", "Giờ vào", "Giờ ra"),
        ("Mã nhân viên", "Họ và tên", "Tháng", "Lương cơ bản", "Tiền tăng ca", "Tiền phạt", "Ngày trả lương"),
        ("Mã nhân viên", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào làm", "Mức lương"),
        ("Mã nhân viên", "tình trạng", "từ ngày", "đến ngày"), "mang thai", "Tổng cộng", ("nữ", "nam"),
        ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Hoàng", "Bùi", "Đặng"),
        ("Thị Hoa", "Văn Minh", "Thị Lan", "Văn Dũng", "Thị Mai", "Văn Nam", "Thị Hạnh", "Quốc Bảo", "Thị Thu", "Văn Tú"), " ",
        "%d/%m/%Y", 0, ":", (6,), 6_600_000, 100_000, 3_000_000,
    ),
}  # fmt: skip
