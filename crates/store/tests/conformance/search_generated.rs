//! Searches made by chance, on contacts made by chance, with the index as far as chance has brought
//! it: each answer is compared with one that goes through every contact and knows no index.

use serde_json::{Map, Value, json};
use tenon_model::{
    Kind, Random,
    filter::{Check, Filter, Order, SearchField, SortField, Subject},
};
use tenon_store::{ContactSearch, Effort, Place, Record};
use tenon_testkit::SeededRandom;

use super::{
    search::BY_INDEX,
    support::{Db, HOME},
};

on_every_backend! {
    every_search_finds_what_is_there
}

const SEEDS: u64 = 4;
const ROUNDS: usize = 6;
const SEARCHES: usize = 40;
const WORDS: [&str; 12] = [
    "ana", "Ananas", "o'brien", "é", "李明", "zq", "x", "50%", "a_b", "New York", "", "Ärzte",
];

struct Chance(SeededRandom);

impl Chance {
    fn below(&self, most: usize) -> usize {
        usize::try_from(self.0.below(most as u64)).unwrap()
    }

    fn one_of<'a, T>(&self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn word(&self, all: &[&'static str]) -> &'static str {
        all[self.below(all.len())]
    }

    fn document(&self) -> Value {
        let mut doc = Map::new();
        let fields = [
            "firstName",
            "lastName",
            "companyName",
            "city",
            "source",
            "assignedTo",
        ];
        for field in fields {
            if self.below(3) > 0 {
                doc.insert(field.into(), json!(self.word(&WORDS)));
            }
        }
        if self.below(2) == 0 {
            doc.insert("email".into(), json!(format!("m{}@x.com", self.below(9))));
        }
        if self.below(2) == 0 {
            doc.insert(
                "phone".into(),
                json!(format!("+1512555010{}", self.below(9))),
            );
        }
        if self.below(3) == 0 {
            let further = format!("+4930901820{}", self.below(3));
            doc.insert("additionalPhones".into(), json!([further]));
        }
        let tags = (0..self.below(3)).map(|_| self.word(&["vip", "lead", "österreich", "x"]));
        doc.insert("tags".into(), json!(tags.collect::<Vec<_>>()));
        doc.insert("dnd".into(), json!(self.below(3) == 0));
        if self.below(3) == 0 {
            doc.insert(
                "dateOfBirth".into(),
                json!(format!("199{}-01-02", self.below(9))),
            );
        }
        let value = match self.below(6) {
            0 => json!(self.word(&WORDS)),
            1 => json!(self.below(5)),
            2 => json!(["a", "b"]),
            3 => json!({"o1": "ana", "o2": true}),
            4 => json!("2026-01-05"),
            _ => Value::Null,
        };
        doc.insert("customFields".into(), json!([{"id": "f1", "value": value}]));
        Value::Object(doc)
    }

    fn text(&self) -> String {
        let word = self.word(&WORDS);
        let chars: Vec<char> = word.chars().collect();
        let from = self.below(chars.len() + 1);
        let to = from + self.below(chars.len() - from + 1);
        String::from_iter(&chars[from..to])
    }

    fn check(&self, field: &SearchField, db: &Db) -> Check {
        let now = db.later(0).as_microsecond();
        let moment = || (self.below(3) > 0).then(|| now - self.below(20_000_000) as i64);
        let values = |count: usize| {
            let one = || match field.name().as_str() {
                "email" => format!("m{}@x.com", self.below(9)),
                "phone" => format!("+1512555010{}", self.below(9)),
                "dnd" => (self.below(2) == 0).to_string(),
                "tags" => self.word(&["vip", "lead", "österreich", "none"]).to_owned(),
                "id" => format!("c{}", self.below(60)),
                "dateOfBirth" => format!("199{}-01-02", self.below(9)),
                _ => field.normal(self.word(&WORDS)),
            };
            (0..count).map(|_| one()).collect::<Vec<_>>()
        };
        match self.below(6) {
            0 => Check::Exists,
            1 | 2 => Check::Is(values(self.below(3))),
            3 if field.name() == "phone" => Check::Contains(vec![format!("0{}", self.below(19))]),
            3 => Check::Contains(vec![field.normal(&self.text())]),
            4 => Check::Between(moment(), moment()),
            _ => Check::Numbers(
                (self.below(2) == 0).then(|| (self.below(4) as f64, self.below(2) == 0)),
                (self.below(2) == 0).then(|| (self.below(5) as f64, self.below(2) == 0)),
            ),
        }
    }

    fn filter(&self, depth: usize, db: &Db) -> Filter {
        let several = |most: usize| {
            let count = self.below(most);
            (0..count).map(|_| self.filter(depth - 1, db)).collect()
        };
        match self.below(if depth == 0 { 6 } else { 9 }) {
            6 => Filter::All(several(4)),
            7 => Filter::Any(several(4)),
            8 => Filter::Not(Box::new(self.filter(depth - 1, db))),
            0 => Filter::query(&self.text(), "US"),
            1 => Filter::query(
                self.word(&["512-555", "0102", "(512) 555 0103", "82"]),
                "US",
            ),
            _ => {
                let known: Vec<_> = SearchField::all().collect();
                let custom = ["customFields.f1", "customFields.f1.o1", "customFields.f2"];
                let field = if self.below(5) == 0 {
                    SearchField::parse(self.word(&custom)).unwrap()
                } else {
                    self.one_of(&known).clone()
                };
                let check = self.check(&field, db);
                Filter::Test(field, check)
            }
        }
    }

    fn search(&self, db: &Db, all: &[Record]) -> ContactSearch {
        let order = |_| Order {
            field: self.one_of(&SortField::ALL).0,
            descending: self.below(2) == 0,
        };
        let mut search = ContactSearch {
            filter: self.filter(2, db),
            order: match self.below(3) {
                0 => vec![Order::NEWEST],
                more => (0..more).map(order).collect(),
            },
            limit: self.below(20),
            offset: if self.below(3) == 0 {
                self.below(30)
            } else {
                0
            },
            effort: Effort {
                offered: self.below(8),
                counted: self.below(40) as i64,
                small: if self.below(5) == 0 { 1_000 } else { 0 },
                ..BY_INDEX
            },
            ..ContactSearch::default()
        };
        if self.below(3) == 0 && !all.is_empty() {
            search.after = Some(search.place(self.one_of(all)).unwrap());
        }
        search
    }
}

/// All contacts of the home location, read one by one.
async fn everything(db: &Db, made: usize) -> Vec<Record> {
    let mut all = Vec::new();
    for n in 0..made {
        let id = format!("c{n}");
        all.extend(db.store.record(HOME, Kind::Contact, &id).await.unwrap());
    }
    all
}

fn matches(search: &ContactSearch, record: &Record) -> bool {
    search.filter.holds(&Subject {
        id: &record.id,
        created_at: record.created_at.as_microsecond(),
        updated_at: record.updated_at.as_microsecond(),
        doc: &record.fields().unwrap(),
    })
}

/// The plain way: judge all, sort all, cut the page out.
fn plainly(search: &ContactSearch, all: &[Record]) -> (Vec<Place>, i64) {
    let matching = all.iter().filter(|record| matches(search, record));
    let mut places: Vec<Place> = matching
        .map(|record| search.place(record).unwrap())
        .collect();
    let total = places.len() as i64;
    let compare = |one: &Place, other: &Place| {
        for (at, order) in search.order.iter().enumerate() {
            let by_key = one.keys[at].cmp(&other.keys[at]);
            let by_key = if order.descending {
                by_key.reverse()
            } else {
                by_key
            };
            if by_key.is_ne() {
                return by_key;
            }
        }
        let by_id = one.id.cmp(&other.id);
        if search.order[0].descending {
            by_id.reverse()
        } else {
            by_id
        }
    };
    places.sort_by(compare);
    if let Some(after) = &search.after {
        places.retain(|place| compare(place, after).is_gt());
    }
    let page = places.into_iter().skip(search.offset).take(search.limit);
    (page.collect(), total)
}

async fn change(db: &Db, chance: &Chance, made: &mut usize) {
    for _ in 0..25 {
        if chance.below(4) == 0 {
            db.pass(1);
        }
        let id = format!("c{}", chance.below(*made + 1));
        let old = db.contact(&id).await;
        match (old, chance.below(6)) {
            (Some(old), 0) => drop(db.at(HOME).delete(&old).done().await),
            (Some(old), 1 | 2) => {
                let step = db.at(HOME).shared().update(&old, chance.document());
                step.done().await;
            }
            _ => {
                let id = format!("c{made}");
                let step = db.at(HOME).shared().contact(&id, chance.document());
                step.done().await;
                *made += 1;
            }
        }
    }
}

async fn play(db: &Db, seed: u64, made: &mut usize) {
    let chance = Chance(SeededRandom::new(seed));
    for round in 0..ROUNDS {
        change(db, &chance, made).await;
        for _ in 0..chance.below(4) {
            let limit = 1 + chance.below(40) as i64;
            db.store
                .index_contacts(HOME, db.later(0), limit)
                .await
                .unwrap();
        }
        let all = everything(db, *made).await;
        assert_eq!(
            db.store.count_contacts(HOME).await.unwrap(),
            all.len() as i64
        );
        for _ in 0..SEARCHES {
            let search = chance.search(db, &all);
            let found = db.store.search_contacts(HOME, &search).await.unwrap();
            let (page, total) = plainly(&search, &all);
            let places: Vec<_> = found
                .contacts
                .iter()
                .map(|(_, place)| place.clone())
                .collect();
            let told = format!("seed {seed}, round {round}: {search:?}");
            assert_eq!(places, page, "{told}");
            assert!(!found.gave_up, "{told}");
            if found.exact {
                assert_eq!(found.total, total, "{told}");
            } else {
                let counted = search.effort.counted;
                assert!(
                    found.total <= counted && found.total >= total.min(counted),
                    "{told}"
                );
            }
        }
    }
}

async fn every_search_finds_what_is_there(db: &Db) {
    let seed = std::env::var("TENON_SEED").ok();
    let seeds = match seed.and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..SEEDS,
    };
    let mut made = 0;
    for seed in seeds {
        play(db, seed, &mut made).await;
    }
}
