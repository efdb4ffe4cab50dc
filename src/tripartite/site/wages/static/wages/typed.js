// Amounts and hours as people type them: the same readings as site/wages/typed.py.
const LOOK_ALIKE = { "\u101d": "0", "٬": ",", "٫": ".", "،": ",", "。": ".", "·": ".", "’": "'" };
const HOUR = ["hours", "hour", "hrs", "hr", "h", "小时", "小時", "时", "時間", "時", "giờ", "ชั่วโมง", "ชม.", "ชม", "နာရီ", "oras"];
const MINUTE = ["minutes", "minute", "mins", "min", "m", "分钟", "分", "phút", "นาที", "น.", "မိနစ်", "minuto"];

/** A decimal digit of any script as 0 to 9: digits stand ten in a row. */
function digit(letter) {
  let zero = letter.codePointAt(0);
  const here = zero;
  while (here - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(here - zero);
}

function plain(text) {
  const marks = [...text.normalize("NFKC")].map((c) => LOOK_ALIKE[c] ?? c).join("").trim().toLowerCase();
  return marks.replace(/\p{Nd}/gu, digit);
}

/** An amount as text such as 1234.50; throws where it is none. */
export function amount(text) {
  const found = plain(text).replace(/[\s'\u00a0]|[¥￥₱฿₫]|[a-z]{3}$|^[a-z]{3}|元|円|บาท|ကျပ်|đ$/g, "");
  if (!/^\d+(?:[.,]\d+)*$/.test(found)) throw new Error("amount");
  const groups = found.split(/[.,]/);
  const last = groups.pop();
  const marks = found.match(/[.,]/g) || [];
  if (!groups.length) return last;
  const oneKind = new Set(marks).size === 1;
  const grouped = groups.slice(1).every((g) => g.length === 3) && groups[0].length <= 3 && groups[0] !== "0";
  if (oneKind && grouped && last.length === 3) return groups.join("") + last;
  const parted = groups.length === 1 || (grouped && !oneKind && new Set(marks.slice(0, -1)).size === 1);
  if (last.length > 2 || !parted) throw new Error("amount");
  return `${groups.join("")}.${last}`;
}

/** Hours as minutes; throws where it is no number of hours. */
export function minutes(text) {
  let found = plain(text);
  for (const [words, sign] of [[HOUR, "h"], [MINUTE, "m"]]) {
    for (const word of [...words].sort((a, b) => b.length - a.length)) {
      found = found.replace(new RegExp(`(?<=[\\d\\s])${word.replace(".", "\\.")}`, "g"), sign);
    }
  }
  found = found.replace(/\s/g, "");
  const clocked = /^(\d{1,3})[:h](?:([0-5]\d)m?)?$/.exec(found) || /^(\d{1,3})h([0-5]?\d)m$/.exec(found);
  if (clocked) return Number(clocked[1]) * 60 + Number(clocked[2] || 0);
  const only = /^(\d{1,5})m$/.exec(found);
  if (only) return Number(only[1]);
  const parted = /^(\d{1,3})(?:[.,](\d{1,2}))?h?$/.exec(found);
  if (!parted) throw new Error("hours");
  return Number(parted[1]) * 60 + Math.floor((Number((parted[2] || "0").padEnd(2, "0")) * 60 + 50) / 100);
}
