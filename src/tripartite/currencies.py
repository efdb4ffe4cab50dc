"""The currencies of the six countries. Money is counted in whole minor units."""

CURRENCIES = {"CNY": 100, "JPY": 1, "MMK": 100, "PHP": 100, "THB": 100, "VND": 1}
COUNTRY_CURRENCY = {"CN": "CNY", "JP": "JPY", "MM": "MMK", "PH": "PHP", "TH": "THB", "VN": "VND"}
