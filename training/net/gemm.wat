;; Matrix product for training: C += A·B in tiles of 4 rows and 8 columns, whose sums stay in registers.
(module
  (import "net" "memory" (memory 1))

  ;; Addresses and strides are bytes. The element of A at row i and step p is at a + i·aRow + p·aStep, so that A may as well
  ;; be a transposed matrix; rows of B and C are bStep and cRow apart. `rows` is a multiple of 4, `columns` of 8.
  ;; `panel` is room for 8 columns of B: read one after another they do not evict each other from the cache.
  (func (export "multiplyAdd")
    (param $a i32) (param $aRow i32) (param $aStep i32)
    (param $b i32) (param $bStep i32)
    (param $c i32) (param $cRow i32)
    (param $rows i32) (param $columns i32) (param $depth i32) (param $panel i32)
    (local $panelEnd i32) (local $columnsEnd i32) (local $tileRows i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32) (local $from i32) (local $to i32)
    (local $b0 v128) (local $b1 v128) (local $x v128)
    (local $c00 v128) (local $c01 v128) (local $c10 v128) (local $c11 v128)
    (local $c20 v128) (local $c21 v128) (local $c30 v128) (local $c31 v128)
    (local.set $panelEnd (i32.add (local.get $panel) (i32.shl (local.get $depth) (i32.const 5))))
    (local.set $columnsEnd (i32.add (local.get $c) (i32.shl (local.get $columns) (i32.const 2))))
    (loop $eachPanel
      (local.set $from (local.get $b))
      (local.set $to (local.get $panel))
      (loop $eachRowOfPanel
        (v128.store (local.get $to) (v128.load (local.get $from)))
        (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $bStep)))
        (br_if $eachRowOfPanel
          (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 32))) (local.get $panelEnd))))

      (local.set $tileRows (local.get $rows))
      (local.set $a0 (local.get $a))
      (local.set $to (local.get $c))
      (loop $eachTile
        (local.set $a1 (i32.add (local.get $a0) (local.get $aRow)))
        (local.set $a2 (i32.add (local.get $a1) (local.get $aRow)))
        (local.set $a3 (i32.add (local.get $a2) (local.get $aRow)))
        (local.set $c00 (v128.const i32x4 0 0 0 0)) (local.set $c01 (v128.const i32x4 0 0 0 0))
        (local.set $c10 (v128.const i32x4 0 0 0 0)) (local.set $c11 (v128.const i32x4 0 0 0 0))
        (local.set $c20 (v128.const i32x4 0 0 0 0)) (local.set $c21 (v128.const i32x4 0 0 0 0))
        (local.set $c30 (v128.const i32x4 0 0 0 0)) (local.set $c31 (v128.const i32x4 0 0 0 0))
        (local.set $from (local.get $panel))
        (loop $eachStep
          (local.set $b0 (v128.load (local.get $from)))
          (local.set $b1 (v128.load offset=16 (local.get $from)))
          (local.set $x (v128.load32_splat (local.get $a0)))
          (local.set $c00 (f32x4.add (local.get $c00) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c01 (f32x4.add (local.get $c01) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a1)))
          (local.set $c10 (f32x4.add (local.get $c10) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c11 (f32x4.add (local.get $c11) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a2)))
          (local.set $c20 (f32x4.add (local.get $c20) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c21 (f32x4.add (local.get $c21) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a3)))
          (local.set $c30 (f32x4.add (local.get $c30) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $c31 (f32x4.add (local.get $c31) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a0 (i32.add (local.get $a0) (local.get $aStep)))
          (local.set $a1 (i32.add (local.get $a1) (local.get $aStep)))
          (local.set $a2 (i32.add (local.get $a2) (local.get $aStep)))
          (local.set $a3 (i32.add (local.get $a3) (local.get $aStep)))
          (br_if $eachStep
            (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 32))) (local.get $panelEnd))))

        (call $addTo (local.get $to) (local.get $c00) (local.get $c01))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        (call $addTo (local.get $to) (local.get $c10) (local.get $c11))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        (call $addTo (local.get $to) (local.get $c20) (local.get $c21))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        (call $addTo (local.get $to) (local.get $c30) (local.get $c31))
        (local.set $to (i32.add (local.get $to) (local.get $cRow)))
        ;; The four rows have gone `depth` steps; the next tile begins one row after the last.
        (local.set $a0
          (i32.add (local.get $aRow)
            (i32.sub (local.get $a3) (i32.mul (local.get $depth) (local.get $aStep)))))
        (br_if $eachTile (local.tee $tileRows (i32.sub (local.get $tileRows) (i32.const 4)))))

      (local.set $b (i32.add (local.get $b) (i32.const 32)))
      (br_if $eachPanel
        (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 32))) (local.get $columnsEnd)))))

  (func $addTo (param $at i32) (param $low v128) (param $high v128)
    (v128.store (local.get $at) (f32x4.add (v128.load (local.get $at)) (local.get $low)))
    (v128.store offset=16 (local.get $at) (f32x4.add (v128.load offset=16 (local.get $at)) (local.get $high)))))
