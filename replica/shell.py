"""What surrounds the content on every portal: head, meta tags, crumb, footer."""

from __future__ import annotations

from html import escape

from replica.http import label
from replica.site import Article, Column, Site

DEMO = "演示页面：本网站由程序在本机生成，用于演示和测试，不是任何政府网站。"


def page(
    site: Site, title: str, content: str, column: Column | None = None, article: Article | None = None
) -> str:
    """A whole page. The line at the foot says on every page what this is."""
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={label(site.charset)}">
<title>{escape(title)}</title>
{_metas(site, column, article)}
</head>
<body>
<div class="header"><a href="/">{escape(site.title)}</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; 政务公开{_crumb(column)}</div>
{content}
<div class="footer"><p>主办：{escape(site.name)}人民政府办公室　网站标识码：{site.id_code}</p><p>{DEMO}</p></div>
</body>
</html>
"""


def _metas(site: Site, column: Column | None, article: Article | None) -> str:
    domain = site.base.split("//", 1)[1]
    found = {"SiteName": site.title, "SiteDomain": domain, "SiteIDCode": site.id_code}
    if column:
        found |= {
            "ColumnName": column.title,
            "ColumnType": "信息公开年报" if "公开年报" in column.title else "",
            "ColumnDescription": "",
            "ColumnKeywords": "",
        }
    if article:
        published = f"{article.published:%Y-%m-%d %H:%M}"
        found |= {
            "ArticleTitle": article.title,
            "PubDate": published,
            "ContentSource": article.organ,
            "Keywords": "",
        }
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in found.items())


def _crumb(column: Column | None) -> str:
    return f" &gt; {escape(column.title)}" if column else ""


def info_line(article: Article, source: str = "来源", label: str = "发布时间") -> str:
    """The line under the title: source, time, type size."""
    return f'<div class="info"><span>{source}：{escape(article.organ)}</span> <span>{label}：{article.published:%Y-%m-%d %H:%M}</span> <span>字体：[大 中 小]</span></div>'


def index_table(site: Site, article: Article) -> str:
    """The block of a disclosure catalogue: index number, organ, dates, number of the document."""
    number = f"{site.code[:6]}0000/{article.published:%Y}-{article.number % 100000:05}"
    fields = {"索 引 号": number, "信息分类": "政府信息公开年报", "发布机构": article.organ}
    fields |= {"发文日期": f"{article.published:%Y-%m-%d}", "文　　号": "无", "有 效 性": "有效"}
    cells = "".join(f"<tr><td>{label}：</td><td>{escape(value)}</td></tr>" for label, value in fields.items())
    return f'<table class="xxgk_table" width="100%">{cells}</table>'
