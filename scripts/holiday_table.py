"""Writes the table of public holidays, backend/src/config/holidays/table.json, from the library python-holidays (MIT licence).

    pip install holidays && python3 scripts/holiday_table.py

By country (ISO 3166-1), and by subdivision (ISO 3166-2) where it differs from its country: the days of each holiday,
`MM-DD` where it is the same day in all years of the table, else `YYYY-MM-DD`; `worked`, the days of the weekend on which
people work since a day off was moved; of a subdivision `without`, the holidays of the country it does not have.
Moved days are known once a government has published them, so the table wants to be written anew every winter.
"""
import json
import warnings
from collections import defaultdict
from pathlib import Path

import holidays

YEARS = range(2020, 2034)
TABLE = Path(__file__).parent.parent / "backend/src/config/holidays/table.json"


def read(country, subdivision=None):
    """Names of the holidays by date, in English where the library has it, and the days worked on a weekend."""
    english = "en_US" in holidays.country_holidays(country).supported_languages
    language = {"language": "en_US"} if english else {}
    found = holidays.country_holidays(country, subdiv=subdivision, years=YEARS, **language)
    # "Victory Day (observed)" and "Eid al-Fitr (estimated)" are the holiday; of two on one day the first is named.
    names = {day.isoformat(): name.split(";")[0].split(" (")[0].strip() for day, name in found.items() if day.year in YEARS}
    return names, {day.isoformat() for day in found.weekend_workdays if day.year in YEARS}


def by_name(names):
    """The days of each holiday, those of all years as one."""
    years = defaultdict(set)
    for date, name in names.items():
        years[name, date[5:]].add(date[:4])
    days = defaultdict(list)
    for (name, day), found in years.items():
        days[name] += [day] if len(found) == len(YEARS) else [f"{year}-{day}" for year in found]
    return {name: " ".join(sorted(days[name])) for name in sorted(days)}


def entry(names, worked, without=()):
    parts = {"days": by_name(names), "worked": " ".join(sorted(worked)), "without": " ".join(sorted(without))}
    return {key: value for key, value in parts.items() if value}


table = {}
warnings.simplefilter("ignore")
for country, subdivisions in holidays.list_supported_countries(include_aliases=False).items():
    names, worked = read(country)
    if names:
        table[country] = entry(names, worked)
    # The library also knows some cities, under names that are no codes.
    for subdivision in (code for code in subdivisions if len(code) <= 3):
        own, own_worked = read(country, subdivision)
        more = {date: name for date, name in own.items() if date not in names}
        without = names.keys() - own.keys()
        if more or without:
            table[f"{country}-{subdivision}"] = entry(more, own_worked - worked, without)
whole = {"years": [YEARS[0], YEARS[-1]], "regions": dict(sorted(table.items()))}
TABLE.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
