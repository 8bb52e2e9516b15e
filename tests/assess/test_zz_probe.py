import pytest
from flask import Flask
from tests.assess import making, selecting, reporting, rating
from tests.conftest import BASE_URL
from tests.assess.selecting import Browser
from kernel import jobs
from people.models import Person
from kernel.database import read_session

def test_probe(app: Flask) -> None:
    with app.app_context():
        desk = selecting.desk()
        making.publish()
    b = Browser(app, BASE_URL); b.sign_in(desk.hr)
    def post(path, data):
        page = b.get(path[0])
        token = [i.get("value") for i in page.root.iter("input") if i.get("name")=="csrf_token"][0]
        r = b.client.post(path[1], data={**data, "csrf_token": token}, base_url=BASE_URL, headers={"Referer": BASE_URL+"/"})
        print(path[1], repr(data)[:90], r.status_code)
        return r
    v=f"/vacancies/{desk.vacancy.id}"
    for name in ["A\r\nBcc: x@y.nl", "A\nB", "‮evil", "<script>alert(1)</script>", "=HYPERLINK(1)", "x"*5000, "\u2028line", "a\x85b", "\ud83d", "\x0b"]:
        try:
            post((v+"/invitations/new", v+"/invitations"), {"name": name, "email": f"a{abs(hash(name))%10000}@b.nl", "language":"nl"})
        except Exception as e:
            print("EXC", repr(name)[:30], type(e), e)
    for title in ["T\r\nBcc: x@y.nl", "<b>x</b>", "‮evil", "x"*10000]:
        try:
            post(("/vacancies/new", "/vacancies"), {"title": title, "profile": str(desk.vacancy.profile_id), "contact": desk.contact.email or desk.contact.staff_number, "reach": "010\r\nx", "promised_days":"5","retention_days":"28","managers":""})
        except Exception as e:
            print("EXC", repr(title)[:30], type(e), e)
    for pos in ["P\r\nBcc: q", "<i>P</i>", "x"*20000]:
        try: post(("/positions/new","/positions"),{"title":pos})
        except Exception as e: print("EXC", repr(pos)[:30], type(e), e)
    # sittings
    with app.app_context():
        inc = making.incumbent()
        sitting = making.begin(inc); me = read_session().get_one(Person, inc.person_id)
    c = Browser(app, BASE_URL); c.sign_in(me)
    page = c.get(f"/sittings/{sitting.id}/items/1")
    tok=[i.get("value") for i in page.root.iter("input") if i.get("name")=="csrf_token"][0]
    import json
    for body in [None, [], "x", 5, {"event":"e","question":"st-01","chosen":[True]}, {"event":"e","question":"st-01","chosen":["9"*6000]}, {"event":"e","question":"st-01","chosen":["1e9"]},{"event":"e","question":"st-01","chosen":["-3"]},{"event":"e","question":"st-01","chosen":["0"]},{"event":"e","question":"st-01","chosen":[[1]]},{"event":"e","question":"st-01","chosen":{"a":1}},{"event":"e","question":"nope","chosen":["3"]},{"event":"e"*500,"question":"st-01","chosen":["3"]},{"event":"e","question":"q"*100000,"chosen":["3"]},{"event":"e","question":"st-01","chosen":["A3"]},{"event":"e","question":"si-S01","chosen":["Z3"]},{"event":"e","question":"si-S01","chosen":["A3","A4"]},{"event":"e","question":"si-S01","chosen":["3"]},{"event":"e","question":"st-01","chosen":["3"],"seen":[5]},{"event":"e","question":"st-01","chosen":["3"],"seen":{"a":1}},{"event":"\x00","question":"st-01","chosen":["3"]},{"event":"e2","question":"st-01","chosen":["٣"]},{"event":"e3","question":"st-01","chosen":["3"],"seen":["x"]*100000}]:
        try:
            r=c.client.post(f"/sittings/{sitting.id}/answers", data=json.dumps(body), content_type="application/json", headers={"X-CSRFToken":tok,"Referer":BASE_URL+"/"}, base_url=BASE_URL)
            print(repr(body)[:80], r.status_code)
        except Exception as e: print("EXC", repr(body)[:80], type(e), str(e)[:100])
    for raw,ct in [(b"{"*100000,"application/json"),(b"\xff\xfe","application/json"),(b"[" *200000,"application/json"),(b"a=1","text/plain")]:
        try:
            r=c.client.post(f"/sittings/{sitting.id}/answers", data=raw, content_type=ct, headers={"X-CSRFToken":tok,"Referer":BASE_URL+"/"}, base_url=BASE_URL)
            print(raw[:10], r.status_code)
        except Exception as e: print("EXC", raw[:10], type(e), str(e)[:100])
    for form in [{"chosen":"9"*6000},{"chosen":"3","event":"x"*1000},{"chosen":"3","event":""},{"chosen":"3","event":"a\x0bb"},{"chosen":"3","event":"q","to":"nonsense","seen":"x"*100000}]:
        try:
            r=c.client.post(f"/sittings/{sitting.id}/items/1", data={**form,"csrf_token":tok}, headers={"Referer":BASE_URL+"/"}, base_url=BASE_URL)
            print(repr(form)[:60], r.status_code)
        except Exception as e: print("EXC", repr(form)[:60], type(e), str(e)[:100])
    for path in ["/sittings/1/items/0","/sittings/1/items/99999999999999999999","/sittings/99999999999999999999","/applications/99999999999999999999","/incumbents/9223372036854775808","/vacancies/99999999999999999999/applications/1"]:
        try: print(path, c.client.get(path, base_url=BASE_URL).status_code, b.client.get(path, base_url=BASE_URL).status_code)
        except Exception as e: print("EXC", path, type(e), str(e)[:100])
    with app.app_context(): print(jobs.run_all())
