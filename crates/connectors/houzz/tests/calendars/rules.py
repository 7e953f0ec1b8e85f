"""Makes rules.txt: recurrences, and where python-dateutil (pip install python-dateutil) has them fall."""
from dateutil.rrule import rrulestr
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
import itertools, random
random.seed(4)
C=ZoneInfo("America/Chicago")
lo=datetime(2026,11,1,tzinfo=timezone.utc); hi=datetime(2027,11,1,tzinfo=timezone.utc)
days=["MO","TU","WE","TH","FR","SA","SU"]
def rule():
    f=random.choice(["DAILY","WEEKLY","MONTHLY","YEARLY"])
    p=[f"FREQ={f}"]
    if random.random()<.5: p.append(f"INTERVAL={random.randint(1,4)}")
    r=random.random()
    if r<.3: p.append(f"COUNT={random.randint(1,40)}")
    elif r<.5: p.append("UNTIL=2027%02d15T150000Z"%random.randint(1,9))
    if random.random()<.6:
        ds=random.sample(days,random.randint(1,3))
        # Not both in one rule: dateutil wants a day to be of both kinds then, and RFC 5545 of either.
        if f in ("MONTHLY", "YEARLY") and random.random() < .7: ds=[random.choice(["1","2","-1","3"])+d for d in ds]
        p.append("BYDAY="+",".join(ds))
    if f!="WEEKLY" and random.random()<.3: p.append("BYMONTHDAY="+",".join(str(x) for x in random.sample([1,2,15,28,29,30,31,-1,-2],2)))
    if random.random()<.3: p.append("BYMONTH="+",".join(str(x) for x in sorted(random.sample(range(1,13),3))))
    # Not by the week: dateutil counts positions in the first week from its start on, RFC 5545 in all of it.
    if f not in ("DAILY", "WEEKLY") and len(p)>2 and any(x.startswith("BYDAY") for x in p) and random.random()<.3: p.append("BYSETPOS="+random.choice(["1","-1","2","1,-1"]))
    if f=="WEEKLY" and random.random()<.4: p.append("WKST="+random.choice(["SU","MO"]))
    return ";".join(p)
out=[]
seen=set()
while len(out)<160:
    s=datetime(2025,random.randint(1,12),random.randint(1,28),9,0) if random.random()<.5 else datetime(2026,11,random.randint(1,28),9,0)
    r=rule()
    if r in seen: continue
    seen.add(r)
    rr=rrulestr(r,dtstart=s.replace(tzinfo=C))
    got=[]
    for d in itertools.islice(rr,5000):
        u=d.astimezone(timezone.utc)
        if u>=hi: break
        if u>=lo: got.append(u.strftime("%Y-%m-%dT%H:%M:%SZ"))
    # keep the file small
    if len(got)>60: continue
    out.append(s.strftime("%Y%m%dT%H%M%S")+" "+r+"".join("\n"+g for g in got))
open("rules.txt","w").write("\n\n".join(out)+"\n")
