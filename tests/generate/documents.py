"""Writes the golden cases that are files of word processors: `python tests/generate/documents.py`. The files are kept; this script says what is in them."""

import zipfile
from pathlib import Path

CASES = Path(__file__).parent.parent / "cases"
WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style", "drawing")
) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


def write(path, parts):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)


def docx(case, body, **parts):
    """A document with `body` and the other parts of word/ by name; the small parts that every program asks for are added."""
    kinds = {"document": "document.main", "numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "header1": "header"}
    roots = {"document": "document", "numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "header1": "hdr"}
    parts = {"document": f"<w:body>{body}</w:body>"} | parts
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{base}{kinds[name]}+xml"/>' for name in parts)
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    linked = "".join(f'<Relationship Id="r{name}" Type="{relations}/{name.rstrip("1")}" Target="{name}.xml"/>' for name in parts if name != "document")
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    files = {
        "[Content_Types].xml": f'{head}<Types {package}content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'{head}<Relationships {package}relationships"><Relationship Id="r" Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}<Relationships {package}relationships">{linked}</Relationships>',
    }
    files |= {f"word/{name}.xml": f"{head}<w:{roots[name]} {WORD}>{text}</w:{roots[name]}>" for name, text in parts.items()}
    write(CASES / case / "raw" / "a.docx", files)


def run(text, look=""):
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content, properties=""):
    content = content if content.startswith("<") or not content else run(content)
    return f'<w:p>{f"<w:pPr>{properties}</w:pPr>" if properties else ""}{content}</w:p>'


def cell(content="", properties=""):
    content = content if content.startswith("<w:p>") else paragraph(content)
    return f'<w:tc>{f"<w:tcPr>{properties}</w:tcPr>" if properties else ""}{content}</w:tc>'


def row(*cells, properties=""):
    cells = [one if one.startswith("<w:tc>") or one.startswith("<w:sdt>") else cell(one) for one in cells]
    return f'<w:tr>{f"<w:trPr>{properties}</w:trPr>" if properties else ""}{"".join(cells)}</w:tr>'


def table(columns, *rows):
    grid = '<w:gridCol w:w="1000"/>' * columns
    return f'<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


def symbol(code, font="Wingdings"):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def level(index, form, text, more=""):
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def in_list(number, index=0):
    return f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>'


START, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def merged_cells():
    wide = '<w:gridSpan w:val="2"/>'
    number = paragraph("", in_list(1))
    channels = symbol("F0FE") + run("政府网站 ") + symbol("F0A8") + run("政府公报 ") + symbol("F052", "Wingdings 2") + run("两微一端")
    letters = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    lost = run("þ", letters) + run("政府网站 ") + run("¨", letters) + run("政府公报 ") + symbol("F04A") + run("两微一端")
    header = [
        row(cell("序号", START), cell("公开事项", wide), cell("公开内容", START), cell("公开主体", START), cell("公开渠道和载体", START), cell("公开对象", wide),
            properties="<w:tblHeader/>"),
        row(cell("", ON), "一级事项", "二级事项", cell("", ON), cell("", ON), cell("", ON), "全社会", "特定群体", properties="<w:tblHeader/>"),
    ]
    tick = paragraph(symbol("F0FC"))
    rows = [
        row(cell(number), cell("读者服务", START), "读者证办理", cell(paragraph("办理条件", in_list(2)) + paragraph("办理材料", in_list(2))),
            cell("青山县文化局", START), cell(paragraph(channels)), cell(tick), ""),
        row(cell(number), cell("", ON), "读者证挂失", "挂失须知", cell("", ON), cell(paragraph(lost)), "", cell(tick)),
        row(cell(number), "场馆服务", "场馆预约", "预约须知", "青山县文化馆", cell(paragraph(channels)), cell(tick), ""),
    ]
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1")}</w:abstractNum><w:abstractNum w:abstractNumId="2">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    docx("word-merged-cells-and-symbols", paragraph("青山县公共文化服务领域基层政务公开标准目录") + table(8, *header, *rows), numbering=numbering)


def guide():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="heading {index + 1}"/><w:pPr>{in_list(1, index)}</w:pPr></w:style>'
        for index, name in enumerate(["Group", "Item"])
    )
    of_style = {name: f'<w:pStyle w:val="{name}"/><w:suff w:val="nothing"/>' for name in ("Group", "Item")}
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "chineseCountingThousand", "%1、", of_style["Group"])}'
        f'{level(1, "chineseCountingThousand", "（%2）", of_style["Item"])}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "%1.")}{level(1, "decimalEnclosedCircleChinese", "%2")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    group, item = ('<w:pStyle w:val="Group"/>', '<w:pStyle w:val="Item"/>')
    body = [
        paragraph("青山县文化服务办事指南"),
        paragraph("借阅服务", group),
        paragraph("读者证办理", item),
        paragraph("服务对象：常住居民"),
        paragraph("办理材料："),
        paragraph("有效身份证件：", in_list(2)),
        paragraph("身份证；", in_list(2, 1)),
        paragraph("户口簿。", in_list(2, 1)),
        paragraph("《读者证申请表》。", in_list(2)),
        paragraph("办理时限：即时办结"),
        paragraph("读者证挂失", item),
        paragraph("服务对象：持证读者"),
        paragraph("办理材料："),
        paragraph("有效身份证件；", in_list(3)),
        paragraph("挂失声明。", in_list(3)),
        paragraph("办理时限：不超过5个工作日"),
        paragraph("场馆服务", group),
        paragraph("场馆预约", item),
        paragraph("服务对象：团体"),
        paragraph("办理材料：预约函"),
        paragraph("办理时限：2个工作日"),
    ]
    docx("word-guide-with-computed-numbers", "".join(body), numbering=numbering, styles=styles)


def changes():
    by = 'w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"'
    gone, new = (lambda text: f"<w:del {by}><w:r><w:delText>{text}</w:delText></w:r></w:del>"), (lambda text: f"<w:ins {by}>{run(text)}</w:ins>")
    box = f"<w:txbxContent>{paragraph('咨询电话：0999-8123456')}</w:txbxContent>"
    boxes = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://example.cn"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("政府网站")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    rows = [
        row("序号", "公开事项", "公开内容", "公开主体", "公开渠道和载体"),
        row("1", cell(paragraph(gone("借书证") + new("读者证") + run("办理"))), "办理材料", "青山县文化局", cell(paragraph(field))),
        row("2", "已删事项", "办理材料", "青山县文化局", "政府网站", properties=f"<w:del {by}/>"),
        row("2", cell(paragraph(run("读者证挂失") + run("（内部）", "<w:vanish/>"))), "办理材料", "青山县文化局", "政府网站"),
        row("3", cell(paragraph("场馆", f"<w:rPr><w:del {by}/></w:rPr>") + paragraph("预约")), "办理材料", "青山县文化局", "政府网站"),
    ]
    title = paragraph(run("青山县公共文化服务领域基层政务公开标准目录") + boxes)
    docx(
        "word-changes-and-hidden-text",
        title + table(5, *rows),
        footnotes=f'<w:footnote w:id="1">{paragraph("以主管部门解释为准。")}</w:footnote>',
        header1=paragraph("青山县人民政府"),
    )


def check_boxes():
    def control(checked, sign):
        return (
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            f'<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>'
        )

    def form(state):
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    controls = control(1, "☒") + run("政府网站 ") + control("false", "☐") + run("政府公报 ") + control("true", "☒") + run("两微一端")
    forms = form('<w:default w:val="0"/><w:checked/>') + run("政府网站 ") + form('<w:default w:val="1"/><w:checked w:val="0"/>') + run("政府公报 ")
    forms += form("<w:default/>") + run("两微一端")
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    inner = f"<w:sdt><w:sdtContent>{cell('办理材料')}</w:sdtContent></w:sdt>"
    rows = [
        row("序号", "公开事项", "公开内容", "公开主体", "公开渠道和载体"),
        row("1", "读者证办理", "办理材料", "青山县文化局", cell(paragraph(controls))),
        row("2", "读者证挂失", "办理材料", cell(paragraph(prompt)), cell(paragraph(forms))),
        f"<w:sdt><w:sdtContent>{row('3', '场馆预约', inner, '青山县文化局', cell(paragraph(controls)))}</w:sdtContent></w:sdt>",
    ]
    docx("word-check-boxes", paragraph("青山县公共文化服务领域基层政务公开标准目录") + table(5, *rows))


def open_text():
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-family="Wingdings"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'
    )
    number = '<text:list text:continue-numbering="true" text:style-name="L1"><text:list-item><text:p/></text:list-item></text:list>'

    def one(content, **spans):
        spans = "".join(f' table:number-{name}-spanned="{count}"' for name, count in spans.items())
        content = content if content.startswith("<text:list") else f"<text:p>{content}</text:p>"
        return f"<table:table-cell{spans}>{content}</table:table-cell>"

    covered = "<table:covered-table-cell/>"
    channels = '<text:span text:style-name="T1">þ</text:span>政府网站 <text:span text:style-name="T1">¨</text:span>政府公报 ■两微一端'
    header = one("序号", rows=2) + one("公开事项", columns=2) + covered + "".join(one(text, rows=2) for text in ("公开内容", "公开主体", "公开渠道和载体"))
    rows = [
        header,
        covered + one("一级事项") + one("二级事项") + '<table:covered-table-cell table:number-columns-repeated="3"/>',
        one(number) + one("读者服务", rows=2) + one("读者证办理") + one("办理材料") + one("青山县文化局", rows=2) + one(channels),
        one(number) + covered + one('读者证挂失<text:span text:style-name="T2">（内部）</text:span>') + one("挂失须知") + covered + one(channels),
    ]
    changed = "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧标题</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    body = f"{changed}<text:h>青山县公共文化服务领域<text:s/>基层政务公开标准目录</text:h><table:table><table:table-column table:number-columns-repeated=\"6\"/>"
    body += "".join(f"<table:table-row>{one}</table:table-row>" for one in rows) + "</table:table>"
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {OPEN}><office:automatic-styles>{styles}</office:automatic-styles>'
    content += f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    write(CASES / "open-text-with-merged-cells" / "raw" / "a.odt", parts)


for make in (merged_cells, guide, changes, check_boxes, open_text):
    make()
