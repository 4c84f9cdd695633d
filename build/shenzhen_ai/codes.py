"""What each problem code of the engine means and how to mend it. Codes of a package's own rules stand in its rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One problem code: the stage that finds it, what it means, and the cure, in both languages."""

    stage: str
    meaning: str
    cure: str
    meaning_zh: str
    cure_zh: str

    def text(self, name: str, language: str = "en") -> str:
        """Give meaning or cure in a language."""
        return str(getattr(self, f"{name}_zh" if language == "zh" else name))


CODES: dict[str, Code] = {
    "PACKAGE-MISSING": Code(
        "package",
        "A descriptor or schema file is not where it should be.",
        "Correct the path, or run the command inside a checkout.",
        "找不到描述文件或模式文件。",
        "改正路径，或在检出目录内运行命令。",
    ),
    "PACKAGE-JSON": Code(
        "package",
        "A descriptor is not one JSON object, or names a key twice.",
        "Mend the JSON at the place named.",
        "描述文件不是单个 JSON 对象，或有重复的键。",
        "在指明处修正 JSON。",
    ),
    "PACKAGE-RESOURCES": Code(
        "package",
        "The list of resources is missing, or an entry is not usable.",
        "Give each table an entry with name, path and schema.",
        "缺少 resources 列表，或其中某项不可用。",
        "为每张表写明 name、path 和 schema。",
    ),
    "PACKAGE-PATH": Code(
        "package",
        "A path is remote, absolute, or leaves the package's folder; such files are never opened.",
        "Use a relative path inside the package.",
        "路径是远程、绝对的，或指向包外；此类文件不会被打开。",
        "改用包内的相对路径。",
    ),
    "PACKAGE-SCHEMA": Code(
        "package",
        "A resource has no Table Schema, or a field of it has no name.",
        "Point `schema` to a Table Schema, or write it inline.",
        "资源缺少表模式，或字段没有名称。",
        "让 schema 指向表模式，或写在描述文件内。",
    ),
    "PACKAGE-ROLE": Code(
        "package",
        "The package declares provenance, and a role is missing or names nothing.",
        "Declare `label` and `page` in the schema and `evidence` in every field.",
        "包声明了来源角色，但某个角色缺失或指向不存在的表。",
        "在模式中写明 label、page，在每个字段写明 evidence。",
    ),
    "FILE-MISSING": Code(
        "shape",
        "The file of a resource does not exist.",
        "Add the file, or take the resource out of datapackage.json.",
        "资源文件不存在。",
        "补上文件，或从 datapackage.json 中去掉该资源。",
    ),
    "ENCODING": Code(
        "shape",
        "The file is not UTF-8.",
        "Save it as UTF-8; spreadsheets call it CSV UTF-8.",
        "文件不是 UTF-8 编码。",
        "另存为 UTF-8（电子表格中称 CSV UTF-8）。",
    ),
    "BOM": Code(
        "shape",
        "The file begins with a byte order mark, which other readers take for a part of the first name.",
        "Run `shenzhen-ai fmt`.",
        "文件以字节顺序标记开头，其他程序会把它当作首个列名的一部分。",
        "运行 shenzhen-ai fmt。",
    ),
    "LINE-END": Code(
        "shape",
        "Lines end in something other than LF, or the last one does not end.",
        "Run `shenzhen-ai fmt`.",
        "行尾不是 LF，或最后一行没有换行。",
        "运行 shenzhen-ai fmt。",
    ),
    "CSV": Code(
        "shape",
        "The file breaks the rules of quotation (RFC 4180).",
        "Close the quotation mark, or double the one inside a cell.",
        "文件的引号不合 RFC 4180。",
        "补上引号，或把单元格内的引号写成两个。",
    ),
    "HEADER": Code(
        "shape",
        "The header differs from the fields of the schema, in names or order.",
        "Take the header from the message.",
        "表头与模式的字段名称或次序不同。",
        "按提示中的表头修改。",
    ),
    "CELLS": Code(
        "shape",
        "A row has more or fewer cells than the header.",
        "Put quotation marks around a cell that holds a comma.",
        "某行单元格数与表头不同。",
        "含逗号的单元格要加引号。",
    ),
    "BLANK-ROW": Code("shape", "A row has nothing in it.", "Delete it.", "空行。", "删除。"),
    "NEWLINE": Code(
        "shape",
        "A cell holds a line break, so that lines and rows no longer agree.",
        "Put a space or a semicolon in its place.",
        "单元格内有换行，行号与记录不再一致。",
        "改成空格或分号。",
    ),
    "CHARACTER": Code(
        "shape",
        "A cell holds a character that nobody sees: zero width, direction mark, no-break space, control.",
        "Delete it, or type a plain space.",
        "单元格内有看不见的字符：零宽、方向标记、不换行空格或控制符。",
        "删除，或改成普通空格。",
    ),
    "SPACE": Code(
        "shape",
        "A cell begins or ends with a blank.",
        "Run `shenzhen-ai fmt`.",
        "单元格首尾有空格。",
        "运行 shenzhen-ai fmt。",
    ),
    "NFC": Code(
        "shape",
        "Letters and their accents are stored apart.",
        "Run `shenzhen-ai fmt`.",
        "字母与附加符号分开存储（非 NFC）。",
        "运行 shenzhen-ai fmt。",
    ),
    "PLACEHOLDER": Code(
        "shape",
        "A word stands for a value that is not known.",
        "Empty the cell: empty means not known.",
        "用文字代替未知值。",
        "清空单元格：空即未知。",
    ),
    "FORMULA": Code(
        "shape",
        "A spreadsheet would run the cell as a formula.",
        "Begin it with a letter or a digit.",
        "电子表格会把该单元格当公式执行。",
        "以字母或数字开头。",
    ),
    "REQUIRED": Code("schema", "A cell that must be filled is empty.", "Fill it.", "必填单元格为空。", "填写。"),
    "TYPE": Code(
        "schema",
        "A cell does not have the type of its field.",
        "Write it in the form that the message names.",
        "单元格与字段类型不符。",
        "按提示的形式书写。",
    ),
    "ENUM": Code(
        "schema",
        "A cell holds a word that the field does not allow.",
        "Take one of the listed words.",
        "取值不在允许的列表中。",
        "从列表中选一个。",
    ),
    "PATTERN": Code(
        "schema",
        "A cell does not have the form of its field.",
        "Follow the guideline of the field.",
        "单元格不合字段的格式。",
        "按该字段的填写说明。",
    ),
    "RANGE": Code(
        "schema",
        "A value lies outside the bounds of its field.",
        "Check value and unit against the source.",
        "数值超出字段的范围。",
        "对照来源检查数值和单位。",
    ),
    "LENGTH": Code(
        "schema", "A text is too short or too long.", "Shorten or complete it.", "文本过短或过长。", "补足或缩短。"
    ),
    "UNIQUE": Code(
        "schema",
        "A value stands in two rows of a field that allows it once.",
        "Correct one of them.",
        "应唯一的值出现两次。",
        "改正其一。",
    ),
    "PRIMARY-KEY": Code(
        "schema", "Two rows have one id.", "Give the new row an id of its own.", "两行同一标识。", "给新行另起标识。"
    ),
    "UNIQUE-KEY": Code(
        "schema",
        "Two rows state the same fact under two ids.",
        "Keep one row; make the other an evidence row.",
        "两行陈述同一事实。",
        "保留一行，另一行改为证据行。",
    ),
    "FOREIGN-KEY": Code(
        "schema",
        "A reference names a row that does not exist.",
        "Correct the id, or add the row first.",
        "引用的行不存在。",
        "改正标识，或先补上该行。",
    ),
    "DATE": Code(
        "schema",
        "A date is not in the calendar.",
        "Correct it, or shorten it to what is known.",
        "日历中没有这个日期。",
        "改正，或只写到已知的精度。",
    ),
    "PERIOD": Code(
        "schema",
        "A period cannot be read.",
        "Write 2025, 2025-Q3, asof:2025-09 or two of them joined by two dots.",
        "时期无法识别。",
        "写成 2025、2025-Q3、asof:2025-09，或以两点相连。",
    ),
    "UNSUPPORTED": Code(
        "schema",
        "A schema asks for something that is not checked yet, so it would pass unseen.",
        "Take it out, or check it with frictionless.",
        "模式要求的内容尚不能检查，会被放过。",
        "去掉它，或用 frictionless 检查。",
    ),
    "RULES-SKIPPED": Code(
        "rows",
        "Rules exist and were not run.",
        "Install the extra `build`; for a package of someone else give --run-python or --no-rules.",
        "存在规则但未运行。",
        "安装 build 附加依赖；他人的包请加 --run-python 或 --no-rules。",
    ),
    "RULE-BROKEN": Code(
        "rows",
        "A rule file itself fails.",
        "Mend the rule; the message is its own.",
        "规则文件本身出错。",
        "修正规则文件。",
    ),
    "SQL-NOT-PORTABLE": Code(
        "relations",
        "A rule or view uses SQL beyond the portable subset, which other engines would run wrongly or not at all.",
        "Rewrite it with the constructs that docs list.",
        "规则或视图用了可移植子集以外的 SQL。",
        "改用文档所列的写法。",
    ),
    "POINTER": Code(
        "evidence",
        "A row of evidence, overrides, changes or retired ids speaks of a row that does not exist.",
        "Correct table_name and row_id.",
        "证据、覆盖、变更或退役表所指的行不存在。",
        "改正 table_name 和 row_id。",
    ),
    "EVIDENCE-MISSING": Code(
        "evidence",
        "A factual cell has no source.",
        "Add an evidence row, or empty the cell.",
        "事实单元格没有来源。",
        "补证据行，或清空单元格。",
    ),
    "EVIDENCE-EMPTY": Code(
        "evidence",
        "There is evidence for a cell that is empty.",
        "Fill the cell, or delete the evidence row.",
        "空单元格却有证据。",
        "填写单元格，或删除证据行。",
    ),
    "EVIDENCE-FIELD": Code(
        "evidence",
        "Evidence names a field that does not exist or cannot have evidence.",
        "Name a field from the list.",
        "证据所指字段不存在或不能有证据。",
        "从列表中选字段。",
    ),
    "SOURCE-UNUSED": Code(
        "evidence",
        "A source supports nothing.",
        "Enter what it says, or delete it.",
        "来源未被使用。",
        "录入其内容，或删除。",
    ),
    "OVERRIDE-UNUSED": Code(
        "evidence",
        "An override names a value that the row does not hold.",
        "Bring the two together.",
        "覆盖值与行内的值不同。",
        "使两者一致。",
    ),
    "ID-REUSED": Code(
        "evidence",
        "A retired id is in use again.",
        "Give the row a new id.",
        "已退役的标识被再次使用。",
        "给该行新的标识。",
    ),
    "HISTORY-MISSING": Code(
        "history",
        "The record of releases is declared and not there.",
        "Restore it from the last release.",
        "声明了发布历史却不存在。",
        "从上次发布恢复。",
    ),
    "ID-VANISHED": Code(
        "history",
        "A released id is gone without a word.",
        "Restore the row, or enter it in the table of retired ids.",
        "已发布的标识消失且无说明。",
        "恢复该行，或登记到退役表。",
    ),
    "CHANGE-NO-REASON": Code(
        "history",
        "A released row was changed without a reason.",
        "Add a row to the table of changes.",
        "已发布的行被修改而无理由。",
        "在变更表中补一行。",
    ),
    "VERSION": Code(
        "history",
        "The package's version is not that of the newest release.",
        "Undo the edit; `shenzhen-ai cut VERSION` sets it.",
        "包版本与最新发布不同。",
        "撤销修改；由 shenzhen-ai cut 设定。",
    ),
}
"""Every code that the engine can give, in the order of the stages."""
