//! tmp
#[test]
fn tmp() {
    for t in ["读者证办理", "城乡居民居基本医疗保险参保信息变更登记", "会议镇人 民政府"] {
        println!("{t} {}", mulu::corrections::judged(t));
    }
    println!("{:?}", crate::made::RAW.items.len());
}
