"""The time zone that most of a country lives in; the organiser changes it where a seminar is in another."""

ZONE_OF = {
    "CN": "Asia/Shanghai", "JP": "Asia/Tokyo", "MM": "Asia/Yangon",
    "PH": "Asia/Manila", "TH": "Asia/Bangkok", "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip
