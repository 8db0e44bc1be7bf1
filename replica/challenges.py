"""Pages that stand before the page: shapes of challenges and blocks, written for this replica."""

from __future__ import annotations

BLOCKED = "<html><head><title>安全防护</title></head><body><h1>当前访问疑似黑客攻击，已被创宇盾拦截</h1><p>事件编号：10001</p></body></html>"
RUISHU = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta id="4hP44ZykCTt5X" content="qR2f.long.string" r=\'m\'><script r=\'m\'>$_ts=window[\'$_ts\'];</script><script src="/4hP44Zyk/CTt5.js" r=\'m\'></script></head><body></body></html>'
STUB_200 = (
    "<html><head><script>var a='"
    + "x" * 900
    + "';document.cookie='p='+a.length;location.reload();</script></head></html>"
)
ACW = "<html><script>var arg1='5A2B3C';var _0x4818=['csKHwqMI'];setTimeout(function(){},2);</script></html>"
YUNSUO = "<html><head><script>var url='/?security_verify_data=313932302c31303830';document.cookie='srcurl=2f';self.location=url;</script></head></html>"
CAPTCHA = "<html><head><title>请输入验证码</title></head><body><form><img src='/code.png'><input name='codeValue'><p>下载附件请输入验证码</p></form></body></html>"
