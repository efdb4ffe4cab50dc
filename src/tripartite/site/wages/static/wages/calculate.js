// The engine's own sums for hours given as totals, with the law of law.json (site/wages/twin.py). What that file cannot do
// exactly is refused: `answer` throws, and the page says that the line is needed. Money is in minor units, in BigInt.
import { amount, minutes } from "./typed.js";

const FULL = 10000n;
const UNITS = ["monthly", "daily", "hourly"];

/** The value of runs [[first index, value], ...] at an index. */
const at = (runs, i) => runs.findLast(([from]) => from <= i)[1];
const max = (a, b) => (a > b ? a : b);
const roundHalfUp = (a, b) => (2n * a + b) / (2n * b);
const ceiling = (a, b) => (a + b - 1n) / b;
const sum = (list) => list.reduce((a, b) => a + b, 0n);

/** An amount's text in minor units, halves up. */
export function minor(text, digits) {
  const [whole, part = ""] = text.split(".");
  const all = BigInt(whole + part.padEnd(digits, "0").slice(0, digits));
  return part.length > digits && part[digits] >= "5" ? all + 1n : all;
}

/** A field that is missing or cannot be read; the page says which. */
class FieldError extends Error {
  constructor(field) {
    super("field");
    this.field = field;
  }
}

function field(typed, name, reading) {
  try {
    return reading(typed[name] ?? "");
  } catch {
    throw new FieldError(name);
  }
}

/** What the form holds, read and refused as far as this file must. */
function read(law, typed, digits) {
  const month = law.months.indexOf(typed.month);
  const refused = month < 0 || typed.by === "days" || typed.basis === "piece" || typed.workers || typed.month_hours
    || typed.period_excess || (typed.hours_system && typed.hours_system !== "standard");
  if (refused) throw new Error("needs_line");
  if (typed.region === "") throw new FieldError("region");
  const region = typed.region ?? Object.keys(law.minimum)[0].split("|")[0];
  const sector = typed.sector || "";
  const place = typed.wage_class ? `${region}|${typed.wage_class}|` : `${region}||${sector}`;
  if (typed.wage_class && !(place in law.minimum)) throw new FieldError("wage_class");
  if (!(place in law.minimum) || !(sector in law.bases)) throw new Error("needs_line");
  const wage = field(typed, "wage", (t) => minor(amount(t), digits));
  const hours = {};
  for (const key of new Set(law.lines.flatMap((l) => l.keys).concat(law.normal_keys))) {
    hours[key] = typed[key] ? BigInt(field(typed, key, minutes)) : 0n;
  }
  const paid = {};
  for (const item of ["basic", "overtime", "gross"]) {
    if (typed[`paid_${item}`]) paid[item] = field(typed, `paid_${item}`, (t) => minor(amount(t), digits));
  }
  if ("gross" in paid && Object.keys(paid).length > 1) throw new FieldError("paid_gross");
  if ("basic" in paid && !("overtime" in paid) && Object.values(hours).some(Boolean)) throw new FieldError("paid_overtime");
  return { month, sector, place, hours, paid, basis: typed.basis, wage, long: Boolean(typed.long_there) };
}

/** What is due, in the shape of check.payslip.due. */
export function due(law, typed, digits) {
  const c = read(law, typed, digits);
  const [divisor, least, fewest] = at(law.bases[c.sector][c.basis], c.month).map(BigInt);
  const levels = Object.fromEntries(UNITS.map((u, n) => [u, at(law.minimum[c.place], c.month)[n]]));
  const floor = BigInt(levels[c.basis][0]);
  const base = law.floor_base && floor > c.wage ? floor : c.wage;
  const all = law.lines.map((line) => counted(line, c, base, divisor)).filter((l) => l.minutes && l.rate);
  const premium = roundHalfUp(sum(all.filter((l) => !l.unworked).map((l) => l.weighted)), divisor * FULL);
  const unworked = roundHalfUp(sum(all.filter((l) => l.unworked).map((l) => l.weighted)), divisor * FULL);
  const result = {
    hourly_base: [base * 60n, divisor],
    lines: all.map((l) => ({ name: l.name, law: l.law, minutes: Number(l.minutes), rate_bp: Number(l.rate), amount: l.amount })),
    premium_due: premium + unworked,
    at_least: Boolean(least),
    premium_paid: c.paid.overtime ?? 0n,
    minimum_wage: { least: levels[law.minimum_per][0], most: levels[law.minimum_per][1], per: law.minimum_per, changed: levels[law.minimum_per][2] },
  };
  Object.assign(result, overtimeShort(law, c, premium, unworked, { divisor, least, fewest }));
  Object.assign(result, minimumShort(law, c, levels, all, divisor), agreedShort(law, c, levels, divisor));
  result.short = result.premium_short + result.minimum_wage_short;
  return result;
}

function counted(line, c, base, divisor) {
  let minutes = sum(line.keys.map((k) => c.hours[k]));
  if (line.beyond !== null) minutes = max(minutes - BigInt(line.beyond), 0n);
  const rates = line.rates["*"] ?? line.rates[c.sector];
  const rate = BigInt(at(rates[c.basis], c.month));
  const weighted = minutes * rate * base;
  return { ...line, minutes, rate, weighted, amount: roundHalfUp(weighted, divisor * FULL) };
}

/** The ordinary wage that day and hour workers are surely due; what is paid beyond it may pay rest days and holidays. */
function ordinary(law, c) {
  if (c.basis === "daily") return c.wage * BigInt(law.ordinary_days[c.month]);
  if (c.basis === "hourly") return (c.wage * sum(law.normal_keys.map((k) => c.hours[k]))) / 60n;
  return 0n;
}

function overtimeShort(law, c, premium, unworked, base) {
  if (!Object.keys(c.paid).length) return { premium_short: 0n, premium_told: false };
  const parts = "basic" in c.paid || "overtime" in c.paid;
  let settled;
  if (parts) {
    const beyond = c.basis === "monthly" ? 0n : max((c.paid.basic ?? 0n) - unworked - ordinary(law, c), 0n);
    settled = (c.paid.overtime ?? 0n) + beyond;
  } else {
    settled = max(c.paid.gross - c.wage, 0n);
  }
  const most = ceiling(premium * base.divisor, max(base.fewest, 1n));
  const enough = base.fewest > 0n && settled >= most;
  const told = (!(base.least && premium > 0n) || enough) && (parts || premium === 0n);
  return { premium_short: max(premium - settled, 0n), premium_told: told };
}

function minimumShort(law, c, levels, lines, divisor) {
  const slip = Object.keys(c.paid).length > 0;
  const itemised = "basic" in c.paid;
  const counts = itemised ? c.paid.basic : c.paid.gross ?? c.paid.overtime ?? 0n;
  const [low, high] = levels[law.minimum_per].slice(0, 2).map(BigInt);
  let [sure, most] = [low, high];
  if (law.minimum_per !== "monthly") [sure, most] = byDayOrHour(law, c, lines, low, high, divisor);
  const share = c.long ? FULL : BigInt(law.trainee_share);
  sure = (sure * share) / FULL;
  const told = slip && (itemised || "gross" in c.paid);
  const value = told && sure > 0n ? max(sure - counts, 0n) : 0n;
  const reaches = slip && most >= 0n && counts >= most && itemised;
  return { minimum_wage_short: value, minimum_wage_told: reaches || (slip && low === high && value > 0n && share === FULL) };
}

/** Totals do not say on which days they fell: no more than one day's normal hours are surely owed by the day. */
function byDayOrHour(law, c, lines, low, high, divisor) {
  const normal = sum(law.normal_keys.map((k) => c.hours[k]));
  const holidays = law.minimum_unworked ? sum(lines.filter((l) => l.unworked).map((l) => l.minutes)) : 0n;
  const hourly = law.minimum_per === "hourly";
  const unit = hourly ? 60n : BigInt(law.day_norm[c.month]);
  const owed = (hourly || normal < unit ? normal : unit) + holidays;
  const [year, month] = law.months[c.month].split("-").map(Number);
  const days = BigInt(new Date(Date.UTC(year, month, 0)).getUTCDate());
  let top = hourly ? owed : unit * BigInt(law.ordinary_days[c.month]);
  if (c.basis === "monthly") top = hourly ? divisor : unit * days;
  return [low > 0n ? (low * owed) / unit : 0n, high > 0n ? ceiling(high * max(top, owed), unit) : -1n];
}

/** The agreed wage beside the minimum of its own unit, converted where the law fixes both units. */
function agreedShort(law, c, levels, divisor) {
  let [low, high] = levels[c.basis].slice(0, 2).map(BigInt);
  const [per, perLeast] = at(law.bases[c.sector][law.minimum_per], c.month).map(BigInt);
  const ownLeast = at(law.bases[c.sector][c.basis], c.month)[1];
  if (low < 0n && high < 0n && per > 0n && divisor > 1n && !perLeast && !ownLeast) {
    const [least, most] = levels[law.minimum_per].slice(0, 2).map(BigInt);
    if (least >= 0n) low = (least * divisor) / per;
    if (most >= 0n) high = ceiling(most * divisor, per);
  }
  const value = low > 0n ? max(low - c.wage, 0n) : 0n;
  return { wage_below_minimum: value, wage_below_minimum_told: (high >= 0n && c.wage >= high) || (low === high && value > 0n) };
}

/** The verdict as site/wages/answer.py gives it. */
export function verdict(result, paid) {
  if (result.wage_below_minimum && result.wage_below_minimum_told) return "short";
  if (!paid.length) return "not-compared";
  const parts = paid.some((p) => p !== "gross");
  if ((result.premium_short && parts) || (result.minimum_wage_short && result.minimum_wage_told)) return "short";
  if (result.short) return "likely-short";
  const reaches = result.wage_below_minimum_told && !result.wage_below_minimum;
  return result.premium_told && (result.minimum_wage_told || reaches) ? "met" : "cannot-tell";
}
