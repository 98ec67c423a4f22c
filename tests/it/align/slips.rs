//! Slips of writing in names: the same service with the slip as a reason; never where what stands there may be another word.

use super::{aligned, document};
use mulu::item::Relation;
use mulu::tables::Tables;

/// Relation, whether asserted, name of the service and reasons of the only alignment of `name` below no heading.
fn stands(name: &str, tables: &Tables) -> (Option<Relation>, bool, String, String) {
    let dataset = aligned(vec![document("a", Some("medical-insurance"), &[("", name)])], tables);
    let [alignment] = dataset.alignments.as_slice() else { panic!("{name}: {:?}", dataset.alignments) };
    let service = alignment.concept.map_or(String::new(), |concept| dataset.concepts[concept as usize].name.to_string());
    let reasons: Vec<&str> = alignment.reasons.iter().map(|reason| reason.as_str()).collect();
    (alignment.relation, alignment.asserted, service, reasons.join("; "))
}

#[test]
fn a_slip_makes_no_other_service() {
    let tables = Tables::embedded().unwrap();
    for (name, service, slip) in [
        ("城乡居居民参保登记", "城乡居民参保登记", "居居 is taken for a slip: read as 居"),
        ("城乡居民居参保登记", "城乡居民参保登记", "居民居 is taken for a slip: read as 居民"),
        ("城乡居参保登记", "城乡居民参保登记", "居参保登记 is taken for a slip: read as 居民参保登记"),
        ("医疗机构构申请定点协议管理", "医疗机构申请定点协议管理", "构构 is taken for a slip: read as 构"),
        ("生育津贴贴支付", "生育津贴支付", "贴贴 is taken for a slip: read as 贴"),
    ] {
        let (relation, asserted, found, reasons) = stands(name, &tables);
        assert_eq!((relation, asserted, found.as_str()), (Some(Relation::Exact), true, service), "{name}: {reasons}");
        assert!(reasons.contains(slip), "{name}: {reasons}");
    }
    // One character that looks like another is that other one, and needs no reason.
    let (relation, asserted, found, _) = stands("岀具《参保凭证》", &tables);
    assert_eq!((relation, asserted, found.as_str()), (Some(Relation::Exact), true, "出具《参保凭证》"));
}

#[test]
fn what_may_be_another_word_is_never_exact() {
    let tables = Tables::embedded().unwrap();
    for name in ["职工参保登机", "住院费用报晓", "生育津帖支付", "城乡居民居住登记", "职工参保登记薄", "医疗机构申请定点协议监理"]
    {
        let (relation, asserted, found, reasons) = stands(name, &tables);
        assert!(relation != Some(Relation::Exact) || !asserted, "{name} = {found}: {reasons}");
    }
}
