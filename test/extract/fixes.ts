/*
 * Fixes of the kernel that 6.1.192 has, as what to change to take each back. Only what is needed to find the place stands here:
 * the kernel itself comes from Debian's package linux-source-6.1.
 */

/** A text that the file has, and what was there before the fix. `''` where the fix only adds. */
interface Edit {
  readonly file: string;
  readonly now: string;
  readonly before: string;
  /** Where the same text stands several times: behind this one. */
  readonly behind?: string;
}

/** What is right to say of a fix, worked out by hand before any search. */
export type Judgement =
  /** Old and new code may run side by side. */
  | 'harmless'
  /** The old code stays as unsafe as it was until the transition ends. */
  | 'late'
  /** Where a task can come from old code into new code, or back, it breaks. */
  | 'breaks-when-mixed'
  /** Whether it is safe is not in the code. */
  | 'person';

export interface Fix {
  readonly cve: string;
  readonly commit: string;
  readonly edits: readonly Edit[];
  readonly judgement: Judgement;
  /** The functions that are replaced. */
  readonly functions: readonly string[];
}

const nft = 'net/netfilter/nf_tables_api.c';

export const fixes: readonly Fix[] = [
  {
    cve: 'CVE-2022-1015',
    commit: '6e1acfa387b9',
    judgement: 'breaks-when-mixed',
    functions: ['nft_parse_register', 'nft_parse_register_load', 'nft_parse_register_store'],
    edits: [
      {
        file: nft,
        now: 'static int nft_parse_register(const struct nlattr *attr, u32 *preg)',
        before: 'static unsigned int nft_parse_register(const struct nlattr *attr)',
      },
      {
        file: nft,
        now: '\t\t*preg = reg * NFT_REG_SIZE / NFT_REG32_SIZE;\n\t\tbreak;',
        before: '\t\treturn reg * NFT_REG_SIZE / NFT_REG32_SIZE;',
      },
      {
        file: nft,
        now: '\t\t*preg = reg + NFT_REG_SIZE / NFT_REG32_SIZE - NFT_REG32_00;\n\t\tbreak;\n\tdefault:\n\t\treturn -ERANGE;\n\t}\n\n\treturn 0;',
        before: '\tdefault:\n\t\treturn reg + NFT_REG_SIZE / NFT_REG32_SIZE - NFT_REG32_00;\n\t}',
      },
      {
        file: nft,
        now: '\terr = nft_parse_register(attr, &reg);\n\tif (err < 0)\n\t\treturn err;\n\n\terr = nft_validate_register_load',
        before: '\treg = nft_parse_register(attr);\n\terr = nft_validate_register_load',
      },
      {
        file: nft,
        now: '\terr = nft_parse_register(attr, &reg);\n\tif (err < 0)\n\t\treturn err;\n\n\terr = nft_validate_register_store',
        before: '\treg = nft_parse_register(attr);\n\terr = nft_validate_register_store',
      },
    ],
  },
  {
    cve: 'CVE-2024-36971',
    commit: '92f1655aa2b2',
    judgement: 'breaks-when-mixed',
    functions: [
      '__dst_negative_advice',
      'ip6_negative_advice',
      'ipv4_negative_advice',
      'xfrm_negative_advice',
    ],
    edits: [
      {
        file: 'include/net/dst_ops.h',
        now: 'void\t\t\t(*negative_advice)(struct sock *sk, struct dst_entry *)',
        before: 'struct dst_entry *\t(*negative_advice)(struct dst_entry *)',
      },
      {
        file: 'include/net/sock.h',
        now: '\tstruct dst_entry *dst = __sk_dst_get(sk);\n\n\tif (dst && dst->ops->negative_advice)\n\t\tdst->ops->negative_advice(sk, dst);',
        before:
          '\tstruct dst_entry *ndst, *dst = __sk_dst_get(sk);\n\n\tif (dst && dst->ops->negative_advice) {\n\t\tndst = dst->ops->negative_advice(dst);\n\t\tif (ndst != dst)\n\t\t\trcu_assign_pointer(sk->sk_dst_cache, ndst);\n\t}',
      },
      {
        file: 'net/ipv4/route.c',
        now: 'static void ipv4_negative_advice(struct sock *sk,\n\t\t\t\t struct dst_entry *dst)',
        before: 'static struct dst_entry *ipv4_negative_advice(struct dst_entry *dst)',
      },
      {
        file: 'net/ipv4/route.c',
        now: '\t    rt->dst.expires)\n\t\tsk_dst_reset(sk);',
        before: '\t    rt->dst.expires)\n\t\tip_rt_put(rt);\n\treturn dst;',
      },
      {
        file: 'net/ipv6/route.c',
        now: 'static void ip6_negative_advice(struct sock *sk,\n\t\t\t\tstruct dst_entry *dst)',
        before: 'static struct dst_entry *ip6_negative_advice(struct dst_entry *dst)',
      },
      {
        file: 'net/ipv6/route.c',
        now: '\t\trcu_read_unlock();\n\t\treturn;\n\t}\n\tsk_dst_reset(sk);',
        before: '\t\trcu_read_unlock();\n\t\treturn dst;\n\t}\n\treturn NULL;',
      },
      {
        file: 'net/xfrm/xfrm_policy.c',
        now: 'static void xfrm_negative_advice(struct sock *sk, struct dst_entry *dst)\n{\n\tif (dst->obsolete)\n\t\tsk_dst_reset(sk);',
        before:
          'static struct dst_entry *xfrm_negative_advice(struct dst_entry *dst)\n{\n\tif (dst->obsolete)\n\t\tdst = NULL;\n\treturn dst;',
      },
    ],
  },
  {
    cve: 'CVE-2021-22555',
    commit: 'b29c457a',
    judgement: 'breaks-when-mixed',
    functions: ['translate_compat_table', 'xt_compat_target_from_user'],
    edits: [
      { file: 'net/ipv4/netfilter/ip_tables.c', now: '\tmemset(newinfo->entries, 0, size);\n', before: '' },
      {
        file: 'net/netfilter/x_tables.c',
        now: '\t\tmemcpy(t->data, ct->data, tsize - sizeof(*ct));\n',
        before:
          '\t\tmemcpy(t->data, ct->data, tsize - sizeof(*ct));\n\tif (off > 0)\n\t\tmemset(t->data + target->targetsize, 0, off);\n',
      },
    ],
  },
  {
    cve: 'CVE-2014-2706',
    commit: '1d147bfa',
    judgement: 'late',
    functions: ['__sta_info_alloc', 'ieee80211_sta_ps_deliver_wakeup', 'ieee80211_tx_h_unicast_ps_buf'],
    edits: [
      { file: 'net/mac80211/sta_info.c', now: '\tspin_lock_init(&sta->ps_lock);\n', before: '' },
      { file: 'net/mac80211/sta_info.c', now: '\tspin_lock_bh(&sta->ps_lock);\n', before: '' },
      { file: 'net/mac80211/sta_info.c', now: '\tspin_unlock_bh(&sta->ps_lock);\n', before: '' },
      { file: 'net/mac80211/tx.c', now: '\t\tspin_lock(&sta->ps_lock);\n', before: '' },
      { file: 'net/mac80211/tx.c', now: '\t\t\tspin_unlock(&sta->ps_lock);\n', before: '' },
      { file: 'net/mac80211/tx.c', now: '\t\tspin_unlock(&sta->ps_lock);\n', before: '' },
      { file: 'net/mac80211/sta_info.h', now: '\tspinlock_t ps_lock;\n', before: '' },
    ],
  },
  {
    cve: 'CVE-2023-4622',
    commit: '790c2f9d15b5',
    judgement: 'late',
    functions: ['unix_stream_sendpage'],
    edits: [
      {
        file: 'net/unix/af_unix.c',
        now: 'alloc_skb:\n\t\tspin_unlock(&other->sk_receive_queue.lock);\n',
        before: 'alloc_skb:\n',
      },
      {
        file: 'net/unix/af_unix.c',
        now: '\tspin_lock(&other->sk_receive_queue.lock);\n\tskb = skb_peek_tail',
        before: '\tskb = skb_peek_tail',
      },
      {
        file: 'net/unix/af_unix.c',
        now: '\t\t__skb_queue_tail(&other->sk_receive_queue, newskb);\n\t}\n\n\tspin_unlock(&other->sk_receive_queue.lock);\n',
        before:
          '\t\tspin_lock(&other->sk_receive_queue.lock);\n\t\t__skb_queue_tail(&other->sk_receive_queue, newskb);\n\t\tspin_unlock(&other->sk_receive_queue.lock);\n\t}\n\n',
      },
    ],
  },
  {
    cve: 'CVE-2022-3028',
    commit: 'ba953a9d89a0',
    judgement: 'late',
    functions: ['pfkey_register'],
    edits: [
      {
        file: 'net/key/af_key.c',
        now: '\tmutex_lock(&pfkey_mutex);\n\txfrm_probe_algs();',
        before: '\txfrm_probe_algs();',
      },
      {
        file: 'net/key/af_key.c',
        now: '__GFP_ZERO);\n\tmutex_unlock(&pfkey_mutex);\n',
        before: '__GFP_ZERO);\n',
      },
    ],
  },
  {
    cve: 'CVE-2016-8655',
    commit: '84ac7260236a',
    judgement: 'late',
    functions: ['packet_setsockopt'],
    edits: [
      {
        file: 'net/packet/af_packet.c',
        behind: 'case PACKET_VERSION:',
        now: '\t\tlock_sock(sk);\n\t\tif (po->rx_ring.pg_vec || po->tx_ring.pg_vec) {\n\t\t\tret = -EBUSY;\n\t\t} else {\n\t\t\tpo->tp_version = val;\n\t\t\tret = 0;\n\t\t}\n\t\trelease_sock(sk);\n\t\treturn ret;',
        before:
          '\t\tif (po->rx_ring.pg_vec || po->tx_ring.pg_vec)\n\t\t\treturn -EBUSY;\n\t\tpo->tp_version = val;\n\t\treturn 0;',
      },
    ],
  },
  {
    cve: 'CVE-2024-26886',
    commit: 'f7b94bdc1ec1',
    judgement: 'harmless',
    functions: ['bt_sock_recvmsg'],
    edits: [
      {
        file: 'net/bluetooth/af_bluetooth.c',
        now: '\tskb = skb_recv_datagram(sk, flags, &err);\n\tif (!skb) {\n\t\tif (sk->sk_shutdown & RCV_SHUTDOWN)\n\t\t\terr = 0;\n\n\t\treturn err;',
        before:
          '\tlock_sock(sk);\n\n\tskb = skb_recv_datagram(sk, flags, &err);\n\tif (!skb) {\n\t\tif (sk->sk_shutdown & RCV_SHUTDOWN)\n\t\t\terr = 0;\n\n\t\trelease_sock(sk);\n\t\treturn err;',
      },
      {
        file: 'net/bluetooth/af_bluetooth.c',
        behind: 'int bt_sock_recvmsg',
        now: '\tskb_free_datagram(sk, skb);\n',
        before: '\tskb_free_datagram(sk, skb);\n\n\trelease_sock(sk);\n',
      },
    ],
  },
  {
    cve: 'CVE-2024-26925',
    commit: '0d459e2ffb54',
    judgement: 'breaks-when-mixed',
    functions: ['__nf_tables_abort', 'nf_tables_abort'],
    edits: [
      {
        file: nft,
        behind: 'nft_set_abort_update(&set_update_list);\n\n\tsynchronize_rcu();',
        now: '\t\tnf_tables_abort_release(trans);\n\t}\n',
        before:
          '\t\tnf_tables_abort_release(trans);\n\t}\n\n\tif (action == NFNL_ABORT_AUTOLOAD)\n\t\tnf_tables_module_autoload(net);\n\telse\n\t\tnf_tables_module_autoload_cleanup(net);\n',
      },
      {
        file: nft,
        behind: 'static int nf_tables_abort(',
        now: '\tif (action == NFNL_ABORT_AUTOLOAD)\n\t\tnf_tables_module_autoload(net);\n\telse\n\t\tnf_tables_module_autoload_cleanup(net);\n',
        before: '',
      },
    ],
  },
  {
    cve: 'CVE-2024-26583',
    commit: 'aec7961916f3',
    judgement: 'person',
    functions: ['init_ctx_rx', 'tls_decrypt_async_wait', 'tls_decrypt_done'],
    edits: [
      {
        file: 'net/tls/tls_sw.c',
        now: '\tif (atomic_dec_and_test(&ctx->decrypt_pending))\n\t\tcomplete(&ctx->async_wait.completion);',
        before:
          '\tspin_lock_bh(&ctx->decrypt_compl_lock);\n\tif (!atomic_dec_return(&ctx->decrypt_pending) && ctx->async_notify)\n\t\tcomplete(&ctx->async_wait.completion);\n\tspin_unlock_bh(&ctx->decrypt_compl_lock);',
      },
      {
        file: 'net/tls/tls_sw.c',
        now: '\tif (!atomic_dec_and_test(&ctx->decrypt_pending))\n\t\tcrypto_wait_req(-EINPROGRESS, &ctx->async_wait);\n\tatomic_inc(&ctx->decrypt_pending);\n',
        before:
          '\tint pending;\n\n\tspin_lock_bh(&ctx->decrypt_compl_lock);\n\tctx->async_notify = true;\n\tpending = atomic_read(&ctx->decrypt_pending);\n\tspin_unlock_bh(&ctx->decrypt_compl_lock);\n\tif (pending)\n\t\tcrypto_wait_req(-EINPROGRESS, &ctx->async_wait);\n\tctx->async_notify = false;\n',
      },
      {
        file: 'net/tls/tls_sw.c',
        now: '\tatomic_set(&sw_ctx_rx->decrypt_pending, 1);\n',
        before: '\tspin_lock_init(&sw_ctx_rx->decrypt_compl_lock);\n',
      },
    ],
  },
  {
    cve: 'CVE-2016-0728',
    commit: '23567fd0',
    judgement: 'harmless',
    functions: ['join_session_keyring'],
    edits: [
      {
        file: 'security/keys/process_keys.c',
        now: '\t\tret = 0;\n\t\tgoto error3;',
        before: '\t\tret = 0;\n\t\tgoto error2;',
      },
    ],
  },
  {
    cve: 'CVE-2017-6074',
    commit: '5edabca9',
    judgement: 'harmless',
    functions: ['dccp_rcv_state_process'],
    edits: [
      {
        file: 'net/dccp/input.c',
        now: '\t\t\tconsume_skb(skb);\n\t\t\treturn 0;',
        before: '\t\t\tgoto discard;',
      },
    ],
  },
  {
    cve: 'CVE-2022-2588',
    commit: '9ad36309e271',
    judgement: 'harmless',
    functions: ['route4_change'],
    edits: [
      {
        file: 'net/sched/cls_route.c',
        now: '\tif (fold) {\n\t\tb = fold->bkt;',
        before: '\tif (fold && fold->handle && f->handle != fold->handle) {\n\t\tb = fold->bkt;',
      },
    ],
  },
  {
    cve: 'CVE-2023-3776',
    commit: '0323bce598ee',
    judgement: 'harmless',
    functions: ['fw_set_parms'],
    edits: [
      {
        file: 'net/sched/cls_fw.c',
        now: '\tif (tb[TCA_FW_CLASSID]) {\n\t\tf->res.classid = nla_get_u32(tb[TCA_FW_CLASSID]);\n\t\ttcf_bind_filter(tp, &f->res, base);\n\t}\n\n\treturn 0;',
        before: '\treturn 0;',
      },
      {
        file: 'net/sched/cls_fw.c',
        now: '\tif (tb[TCA_FW_INDEV]) {\n\t\tint ret;',
        before:
          '\tif (tb[TCA_FW_CLASSID]) {\n\t\tf->res.classid = nla_get_u32(tb[TCA_FW_CLASSID]);\n\t\ttcf_bind_filter(tp, &f->res, base);\n\t}\n\n\tif (tb[TCA_FW_INDEV]) {\n\t\tint ret;',
      },
    ],
  },
  {
    cve: 'CVE-2024-50264',
    commit: '6ca57537',
    judgement: 'harmless',
    functions: ['virtio_transport_destruct'],
    edits: [
      {
        file: 'net/vmw_vsock/virtio_transport_common.c',
        now: '\tkfree(vvs);\n\tvsk->trans = NULL;\n',
        before: '\tkfree(vvs);\n',
      },
    ],
  },
];
